package dev.parley.upstream;

import static dev.parley.upstream.Answers.TEXTS;
import static dev.parley.upstream.Answers.TOKENS;

import java.io.IOException;

/** Behaviours that go wrong in the middle of an answer. */
final class Troubles {

    private static final int BLOCK = 65_536;

    private Troubles() {}

    /** Opens the answer and says the first of it; in one piece, the first half. */
    private static void begin(Exchange x) throws IOException {
        if (x.wantsStream()) {
            Answers.open(x, TOKENS);
            x.events(x.dialect().textStart());
            x.event(x.dialect().text(TEXTS.getFirst()));
        } else {
            var body = x.dialect().whole(TEXTS, null, false, "stop", TOKENS);
            x.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body.substring(0, body.length() / 2));
        }
    }

    private static void finishReason(Exchange x) throws IOException {
        x.events(x.dialect().textEnd());
        x.events(x.dialect().closing("stop", TOKENS));
    }

    static void hangAfterHeaders(Exchange x) throws IOException {
        x.openStream();
        x.hang();
    }

    static void noEvent(Exchange x) throws IOException {
        x.openStream();
        x.endStream();
    }

    /** An answer of 20 MiB, in one piece or in one event. */
    static void huge(Exchange x) throws IOException {
        if (x.wantsStream()) {
            x.openStream();
            x.chunk("data: ");
        } else {
            x.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        }
        var block = "x".repeat(BLOCK);
        for (int i = 0; i < 20 * 16 && !x.clientLeft(); i++) {
            x.chunk(block);
        }
        x.endStream();
    }

    static void resetAfter(Exchange x) throws IOException {
        begin(x);
        x.reset();
    }

    /** A stream ends cleanly, but in the middle. */
    static void cut(Exchange x) throws IOException {
        begin(x);
        if (x.wantsStream()) {
            x.endStream();
        } else {
            x.closeConnection();
        }
    }

    /** Finished, but without the event that says so. */
    static void noEndMark(Exchange x) throws IOException {
        begin(x);
        finishReason(x);
        x.endStream();
    }

    static void malformed(Exchange x) throws IOException {
        if (!x.wantsStream()) {
            x.respond(200, "application/json", x.dialect().malformed().data());
            return;
        }
        begin(x);
        x.event(x.dialect().malformed());
        x.endStream();
    }

    static void errorEvent(Exchange x) throws IOException {
        begin(x);
        x.event(x.dialect().error());
        x.endStream();
    }

    static void hangAfterFirst(Exchange x) throws IOException {
        begin(x);
        x.hang();
    }

    static void silentAfterDone(Exchange x) throws IOException {
        begin(x);
        finishReason(x);
        x.event(x.dialect().done());
        x.hang();
    }

    static void talksAfterDone(Exchange x) throws IOException {
        begin(x);
        finishReason(x);
        x.event(x.dialect().done());
        pour(x);
    }

    /** As much as the connection takes, for as long as the client is there. */
    static void flood(Exchange x) throws IOException {
        begin(x);
        pour(x);
    }

    private static void pour(Exchange x) throws IOException {
        var comment = ":" + "x".repeat(BLOCK) + "\n\n";
        while (!x.clientLeft()) {
            x.chunk(comment);
        }
    }
}
