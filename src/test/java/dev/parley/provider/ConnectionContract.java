package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.problem.ApiException;
import dev.parley.upstream.ScriptedUpstream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider does with its connections: they end when nobody waits for the answer, and serve again when it was whole. */
abstract class ConnectionContract extends UpstreamContract {

    @ParameterizedTest
    @CsvSource({
        "hang, true",
        "hang-after-headers, true",
        "hang-after-first, true",
        "long, true",
        "hang-after-first, false"
    })
    void closesTheConnectionOnInterrupt(String behaviour, boolean stream) {
        int calls = upstream.calls();
        int before = departures(behaviour);
        var call = new Asked(() -> hear(behaviour, stream));
        await().until(() -> upstream.calls() > calls);
        call.interruptOnceBlocked();

        assertThat(call.failure()).isInstanceOf(ApiException.class);
        await().atMost(Duration.ofSeconds(1)).until(() -> departures(behaviour) > before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hang-after-first", "long", "flood"})
    void closesTheConnectionOfAnUnfinishedStream(String behaviour) {
        int before = departures(behaviour);
        var stream = open(behaviour, true);
        stream.next();
        long closing = System.nanoTime();

        stream.close();
        stream.close();

        assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofMillis(500));
        await().atMost(Duration.ofSeconds(1)).until(() -> departures(behaviour) > before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"silent-after-done", "talks-after-done"})
    void doesNotWaitForAnUpstreamThatKeepsTheBodyOpen(String behaviour) {
        var begin = System.nanoTime();

        assertThat(hear(behaviour, true).text()).isEqualTo("Hello");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(1)).until(() -> departures(behaviour) == 1);
    }

    @Test
    void usesConnectionsOfFinishedStreamsAgain() {
        try (var own = ScriptedUpstream.start()) {
            var alone = type().create(settings(baseUrl(own), KEY));
            for (int i = 0; i < 100; i++) {
                Heard.of(alone.open("stream", PROMPT, i % 2 == 0));
                catchThrowableOfType(ApiException.class, () -> alone.open("bad-key", PROMPT, true));
            }

            assertThat(own.calls()).isEqualTo(200);
            // one, unless a busy machine lets the end of a body come later than we wait for it
            assertThat(own.connections()).isBetween(1, 10);
            alone.close();
            await().until(() -> own.openConnections() == 0);
        }
    }

    int departures(String model) {
        return (int) upstream.departures().stream()
                .filter(departure -> departure.model().equals(model))
                .count();
    }
}
