package dev.parley.upstream;

import dev.parley.upstream.Dialect.Event;
import dev.parley.upstream.Dialect.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Behaviours that answer to the end. */
final class Answers {

    static final List<String> TEXTS = List.of("Hello", " from", " the", " scripted", " upstream", ".");
    static final Tokens TOKENS = new Tokens(20, 8, 6, 2);

    private static final String JSON = "application/json";

    private Answers() {}

    static void answer(Exchange x) throws IOException {
        say(x, TEXTS, "stop", TOKENS);
    }

    /** The last text of the conversation, in pieces of seven characters. */
    static void echo(Exchange x) throws IOException {
        var text = x.lastText();
        var pieces = Stream.iterate(0, i -> i < text.length(), i -> i + 7)
                .map(i -> text.substring(i, Math.min(text.length(), i + 7)))
                .toList();
        say(x, pieces, "stop", TOKENS);
    }

    static void say(Exchange x, List<String> texts, String finish, Tokens tokens) throws IOException {
        if (x.wantsStream()) {
            open(x, tokens);
            x.events(texts(x, texts));
            end(x, finish, tokens);
        } else {
            whole(x, texts, finish, tokens);
        }
    }

    static void whole(Exchange x, List<String> texts, String finish, Tokens tokens) throws IOException {
        x.respond(200, JSON, x.dialect().whole(texts, null, false, finish, tokens));
    }

    /** A quotation of the first passage, one that is made up, and a passage that there is not. */
    static void cites(Exchange x) throws IOException {
        say(x, List.of("It is \"twelve", " metres\" [1], \"made of cheese\" [1", "], and so on [9]."), "stop", TOKENS);
    }

    /** For each input its number, a fraction and something negative. */
    static void vectors(Exchange x) throws IOException {
        var items = IntStream.range(0, x.inputs())
                .mapToObj(
                        i -> "{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":[" + i + ".0,0.25,-1.5e-3]}")
                .collect(Collectors.joining(","));
        x.respond(
                200,
                JSON,
                "{\"object\":\"list\",\"data\":[" + items
                        + "],\"model\":\"scripted\",\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
    }

    /** The last document is the best one, the first one of no use. */
    static void ranking(Exchange x) throws IOException {
        int count = x.documents();
        var results = IntStream.range(0, count)
                .mapToObj(i -> "{\"index\":%d,\"relevance_score\":%s,\"document\":{\"text\":\"SECRET\"}}"
                        .formatted(i, (double) i / count))
                .collect(Collectors.joining(","));
        x.respond(200, JSON, "{\"results\":[" + results + "],\"usage\":{\"total_tokens\":17}}");
    }

    static void open(Exchange x, Tokens tokens) throws IOException {
        x.openStream();
        x.events(x.dialect().opening(tokens));
    }

    static void end(Exchange x, String finish, Tokens tokens) throws IOException {
        x.events(x.dialect().closing(finish, tokens));
        x.event(x.dialect().done());
        x.endStream();
    }

    static void tool(Exchange x) throws IOException {
        if (!x.wantsStream()) {
            x.respond(200, JSON, x.dialect().whole(List.of(), null, true, "tool_calls", TOKENS));
            return;
        }
        open(x, TOKENS);
        x.events(x.dialect().toolCalls());
        end(x, "tool_calls", TOKENS);
    }

    static void reasoning(Exchange x) throws IOException {
        if (!x.wantsStream()) {
            x.respond(200, JSON, x.dialect().whole(TEXTS, "Let me think.", false, "stop", TOKENS));
            return;
        }
        open(x, TOKENS);
        x.events(x.dialect().reasoning(List.of("Let me", " think.")));
        x.events(texts(x, TEXTS));
        end(x, "stop", TOKENS);
    }

    static void framed(Exchange x, String lineEnd, String colon) throws IOException {
        x.framing(lineEnd, colon);
        answer(x);
    }

    /** Each byte in a chunk and a packet of its own. */
    static void byteByByte(Exchange x) throws IOException {
        x.openStream();
        var events = new ArrayList<Event>();
        events.addAll(x.dialect().opening(TOKENS));
        events.addAll(texts(x, TEXTS));
        events.addAll(x.dialect().closing("stop", TOKENS));
        events.add(x.dialect().done());
        for (var event : events) {
            for (char c : x.framed(event).toCharArray()) {
                x.chunk(String.valueOf(c));
            }
        }
        x.endStream();
    }

    /** As many deltas with so many milliseconds between them, or all after that time; stops when the client leaves. */
    static void paced(Exchange x, int deltas, int millis) throws IOException {
        if (!x.wantsStream()) {
            if (!x.pause((long) deltas * millis)) {
                x.ends();
                whole(x, Collections.nCopies(deltas, "word "), "stop", TOKENS);
            }
            return;
        }
        open(x, TOKENS);
        x.events(x.dialect().textStart());
        var word = x.dialect().text("word ");
        for (int i = 0; i < deltas; i++) {
            if (i > 0 && x.pause(millis)) {
                return;
            }
            x.event(word);
        }
        x.ends();
        x.events(x.dialect().textEnd());
        end(x, "stop", TOKENS);
    }

    /** Writes a delta each time that {@link ScriptedUpstream#letOneDeltaPass} was called. */
    static void gated(Exchange x) throws IOException {
        open(x, TOKENS);
        x.events(x.dialect().textStart());
        for (var text : TEXTS) {
            x.gate().acquireUninterruptibly();
            x.event(x.dialect().text(text));
        }
        x.events(x.dialect().textEnd());
        end(x, "stop", TOKENS);
    }

    private static List<Event> texts(Exchange x, List<String> texts) {
        var events = new ArrayList<>(x.dialect().textStart());
        texts.forEach(text -> events.add(x.dialect().text(text)));
        events.addAll(x.dialect().textEnd());
        return events;
    }
}
