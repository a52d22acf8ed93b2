package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client who leaves stops paying. */
class CancellationIT extends Fixture {

    /** The first requests of a fresh server pay for what is loaded lazily, which is not what is timed here. */
    @BeforeEach
    void warmUp() {
        try (var stream =
                Server.stream("chat", Json.object("prompt", "hi", "model", "openai/answer", "stream", true))) {
            stream.rest();
        }
        countUpstreamCalls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aStreamWhoseClientLeftIsClosedUpstreamWithinASecond(String provider) {
        var departures = departuresOf("long");
        for (int i = 0; i < 20; i++) {
            int before = departures.getAsInt();
            var stream =
                    Server.stream("chat", Json.object("prompt", "hi", "model", provider + "/long", "stream", true));
            stream.next("delta");

            stream.close();

            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(1))
                    .until(() -> departures.getAsInt() == before + 1);
        }
    }

    /** By a plain socket: java.net.http now and then only half-closes a connection, and then nobody has left for up to three seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"hang", "hang-after-headers", "hang-after-first"})
    void aSilentStreamIsClosedUpstreamWithinTwoHeartbeats(String behaviour) {
        var departures = departuresOf(behaviour);
        int before = departures.getAsInt();
        var body = Json.object("prompt", "hi", "model", "openai/" + behaviour, "stream", true)
                .toString();
        var client =
                RawConnection.open().post("Content-Length: " + body.length()).send(body);
        await().until(() -> upstreamCalls() == 1);

        client.close();

        await().atMost(Duration.ofMillis(1_500)).until(() -> departures.getAsInt() == before + 1);
    }

    @Test
    void aJsonAnswerWhoseClientLeftIsClosedUpstreamTwentyOfTwenty() {
        var departures = departuresOf("hang");
        int before = departures.getAsInt();
        var waiting = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 20; i++) {
            waiting.add(Server.posting("chat", Json.object("prompt", "hi", "model", "openai/hang")));
        }
        await().until(() -> upstreamCalls() == 20);

        waiting.forEach(answer -> answer.cancel(true));

        await().atMost(Duration.ofSeconds(3)).until(() -> departures.getAsInt() == before + 20);
    }

    @Test
    void aSlowJsonAnswerBeginsWithWhiteSpaceAndIsStillJson() {
        var answer = Server.post(
                "chat", Json.object("prompt", "one two three four five six seven", "model", "offline/slow"));

        assertThat(answer.body()).startsWith(" ");
        assertThat(answer.json().path("content").asText()).isEqualTo("one two three four five six seven");
    }

    @Test
    void aSlowJsonAnswerThatFailsBreaksTheConnection() {
        var answer = Server.posting(
                "chat", Json.object("prompt", "hi", "model", "openai/hang"), "Request-Timeout-Ms", "1500");

        assertThat(answer)
                .failsWithin(5, TimeUnit.SECONDS)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void finishedStreamsUseOneUpstreamConnection() {
        Server.post("chat", Json.object("prompt", "hi", "model", "openai/answer"));
        int before = Server.UPSTREAM.connections();
        for (int i = 0; i < 30; i++) {
            try (var stream =
                    Server.stream("chat", Json.object("prompt", "hi", "model", "openai/stream", "stream", true))) {
                stream.rest();
            }
        }
        assertThat(upstreamCalls()).isEqualTo(31);
        assertThat(Server.UPSTREAM.connections() - before).isLessThanOrEqualTo(1);
    }
}
