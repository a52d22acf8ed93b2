package dev.parley.upstream;

import static dev.parley.upstream.Answers.TEXTS;
import static dev.parley.upstream.Answers.TOKENS;

import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** All behaviours by the name of the model that selects them; an unknown name is refused as an unknown model. */
final class Behaviours {

    private static final Map<String, Behaviour> ALL = Map.ofEntries(
            // whole answers
            Map.entry("answer", Answers::answer),
            Map.entry("stream", Answers::answer),
            Map.entry("echo", Answers::echo),
            Map.entry("tool", Answers::tool),
            Map.entry("agent", ToolScript::play),
            Map.entry("agent-loop", ToolScript::loop),
            Map.entry("essay", x -> Answers.say(x, Collections.nCopies(300, "x".repeat(10_000)), "stop", TOKENS)),
            Map.entry("reasoning", Answers::reasoning),
            Map.entry("no-usage", x -> Answers.say(x, TEXTS, "stop", null)),
            Map.entry("empty", x -> Answers.say(x, List.of(), "stop", TOKENS)),
            Map.entry("length", x -> Answers.say(x, TEXTS, "length", TOKENS)),
            Map.entry("filtered", x -> Answers.say(x, TEXTS, "content_filter", TOKENS)),
            Map.entry("odd-finish", x -> Answers.say(x, TEXTS, "some_new_reason", TOKENS)),
            Map.entry("whole-although-streamed", x -> Answers.whole(x, TEXTS, "stop", TOKENS)),
            Map.entry("mends-its-json", Behaviours::mendsItsJson),
            Map.entry("logprobs", x -> x.respond(200, "application/json", OpenAiDialect.LOGPROBS)),
            Map.entry("vectors", Answers::vectors),
            Map.entry("ranking", Answers::ranking),
            Map.entry("words", Vectors::ofWords),
            Map.entry("other-words", Vectors::ofWords),
            Map.entry("cites", Answers::cites),
            // framing
            Map.entry("crlf", x -> Answers.framed(x, "\r\n", ": ")),
            Map.entry("cr", x -> Answers.framed(x, "\r", ": ")),
            Map.entry("no-space", x -> Answers.framed(x, "\n", ":")),
            Map.entry("byte-by-byte", Answers::byteByByte),
            // pace
            Map.entry("drip", x -> Answers.paced(x, 10, 20)),
            Map.entry(
                    "counted-drip",
                    x -> Answers.paced(x, 10, 20)), // for one test, which counts how many there are at once
            Map.entry("long", x -> Answers.paced(x, 100_000, 10)),
            Map.entry("gated", Answers::gated),
            // refusals
            Map.entry("refused", x -> refuse(x, 400)),
            Map.entry("unprocessable", x -> refuse(x, 422)),
            Map.entry("bad-key", x -> refuse(x, 401)),
            Map.entry("forbidden", x -> refuse(x, 403)),
            Map.entry("rate-limited-seconds", x -> refuse(x, 429, "Retry-After: 7")),
            Map.entry("rate-limited-for-long", x -> refuse(x, 429, "Retry-After: 3600")),
            Map.entry("rate-limited-date", x -> refuse(x, 429, "Retry-After: " + httpDateIn(30))),
            Map.entry("rate-limited-millis", x -> refuse(x, 429, "retry-after-ms: 1500", "Retry-After: 2")),
            Map.entry("failing", x -> refuse(x, 500)),
            Map.entry("overloaded", x -> refuse(x, x.dialect() == Dialect.ANTHROPIC ? 529 : 503)),
            Map.entry("gateway-timeout", x -> refuse(x, 504)),
            Map.entry("fails-once", Behaviours::failsOnce),
            Map.entry("redirect", x -> x.respond(302, "text/html", "", "Location: https://example.org/SECRET")),
            // trouble before the first token
            Map.entry("reset-before", Exchange::reset),
            Map.entry("close-before", Exchange::closeConnection),
            Map.entry("hang", Exchange::hang),
            Map.entry("hang-after-headers", Troubles::hangAfterHeaders),
            Map.entry("html", x -> x.respond(200, "text/html", "<html><body>SECRET</body></html>")),
            Map.entry("no-event", Troubles::noEvent),
            Map.entry("huge", Troubles::huge),
            // trouble after it
            Map.entry("reset-after", Troubles::resetAfter),
            Map.entry("cut", Troubles::cut),
            Map.entry("no-end-mark", Troubles::noEndMark),
            Map.entry("malformed", Troubles::malformed),
            Map.entry("error-event", Troubles::errorEvent),
            Map.entry("hang-after-first", Troubles::hangAfterFirst),
            Map.entry("flood", Troubles::flood),
            Map.entry("silent-after-done", Troubles::silentAfterDone),
            Map.entry("talks-after-done", Troubles::talksAfterDone));

    private Behaviours() {}

    static Behaviour of(String model) {
        return ALL.getOrDefault(model, x -> refuse(x, 404));
    }

    private static void refuse(Exchange x, int status, String... headers) throws IOException {
        x.respond(status, "application/json", x.dialect().refusal(status), headers);
    }

    private static String httpDateIn(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }

    /** Every other call of this upstream, beginning with the first. */
    private static void failsOnce(Exchange x) throws IOException {
        if (x.number() % 2 == 1) {
            refuse(x, 500);
        } else {
            Answers.answer(x);
        }
    }

    /** Every other answer of this upstream, beginning with the first, breaks a schema that wants an age of at least 0. */
    private static void mendsItsJson(Exchange x) throws IOException {
        var age = x.number() % 2 == 1 ? "-1" : "7";
        Answers.say(x, List.of("{\"age\":", age, "}"), "stop", Answers.TOKENS);
    }
}
