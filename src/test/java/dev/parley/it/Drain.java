package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;

/** A server that is told to stop finishes what it has begun, begins nothing more, and says so. */
final class Drain {

    private static final String TWENTY_WORDS = "word ".repeat(20).strip();

    private Drain() {}

    static void finishesStreamsAndSendsNewWorkAway(OwnServer server) {
        try (var stream =
                server.stream("chat", Json.object("prompt", TWENTY_WORDS, "model", "offline/slow", "stream", true))) {
            stream.next("delta");

            var process = server.terminate();

            await().until(() -> server.get("health/ready").statusCode() == 503);
            var refused = server.post("chat", Json.object("prompt", "x", "model", "offline/echo"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).isPresent();
            assertThat(refused.body()).contains("\"code\":\"draining\"");
            var events = stream.rest();
            assertThat(events.getLast().data()).isEqualTo("[DONE]");
            assertThat(EventReader.text(events)).endsWith("word word");
            assertThat(process.onExit()).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }
}
