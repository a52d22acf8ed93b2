package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No request outlives its time. */
class TimeIT extends Fixture {

    @Test
    void aSilentProviderEndsAJsonRequestWith504() {
        var answer =
                Server.post("chat", Json.object("prompt", "hi", "model", "openai/hang"), "Request-Timeout-Ms", "300");

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.json().path("code").asText()).isEqualTo("deadline_exceeded");
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void aProviderThatFallsSilentEndsAStreamWithATypedEvent() {
        try (var stream = Server.stream(
                "chat", Json.object("prompt", "hi", "model", "openai/hang-after-first", "stream", true))) {
            var error = stream.next("error");

            assertThat(error.json().path("code").asText()).isEqualTo("provider_timeout");
        }
    }

    @Test
    void theCallersOwnLimitEndsAStream() {
        try (var stream = Server.stream(
                "chat",
                Json.object("prompt", "hi", "model", "openai/long", "stream", true),
                "Request-Timeout-Ms",
                "500")) {
            var events = stream.rest();

            assertThat(EventReader.text(events)).startsWith("word ");
            assertThat(events.get(events.size() - 2).json().path("code").asText())
                    .isEqualTo("deadline_exceeded");
        }
    }

    @Test
    void aLongWaitThatTheProviderAsksForIsNotWaited() {
        long begun = System.nanoTime();
        var answer = Server.post(
                "chat", Json.object("prompt", "hi", "model", "openai/rate-limited-date"), "Request-Timeout-Ms", "5000");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(System.nanoTime() - begun).isLessThan(3_000_000_000L);
        assertThat(upstreamCalls()).isEqualTo(1);
    }
}
