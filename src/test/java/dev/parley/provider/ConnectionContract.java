package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.parley.problem.ApiException;
import dev.parley.upstream.ScriptedUpstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void usesOneConnectionForManyFinishedStreams() {
        try (var own = ScriptedUpstream.start()) {
            var alone = type().create(settings(baseUrl(own), KEY));
            for (int i = 0; i < 100; i++) {
                Heard.of(alone.open("stream", PROMPT, i % 2 == 0));
                catchThrowableOfType(ApiException.class, () -> alone.open("bad-key", PROMPT, true));
            }

            assertThat(own.calls()).isEqualTo(200);
            assertThat(own.connections()).isOne();
            alone.close();
            await().until(() -> own.openConnections() == 0);
        }
    }

    @Test
    void leavesNothingBehindAfterAThousandCancelledStreams() {
        try (var own = ScriptedUpstream.start()) {
            var alone = type().create(settings(baseUrl(own), KEY));
            Heard.of(alone.open("stream", PROMPT, true));
            var threads = platformThreads();
            for (int round = 0; round < 10; round++) {
                cancelHundredAtOnce(alone, own);
            }

            await().until(() -> own.openConnections() == 0);
            // the garbage collector may have ended one of another test
            assertThat(threads)
                    .containsAll(platformThreads())
                    .hasSizeGreaterThanOrEqualTo(platformThreads().size());
            await().until(() -> virtualThreads("parley-upstream-rest") == 0);
            assertThat(Heard.of(alone.open("stream", PROMPT, true)).text()).isEqualTo(QUESTION);
            alone.close();
        }
    }

    /** A third before the headers, a third in the middle, both by interrupt; and a third by closing the stream. */
    private void cancelHundredAtOnce(Provider alone, ScriptedUpstream own) {
        int before = own.calls();
        var calls = new ArrayList<Asked>();
        for (int i = 0; i < 33; i++) {
            calls.add(new Asked(() -> Heard.of(alone.open("hang", PROMPT, true))));
            calls.add(new Asked(() -> Heard.of(alone.open("hang-after-first", PROMPT, true))));
        }
        var streams = new ArrayList<DeltaStream>();
        for (int i = 0; i < 34; i++) {
            streams.add(alone.open("long", PROMPT, true));
        }
        await().until(() -> own.calls() == before + 100);
        calls.forEach(Asked::interrupt);
        streams.forEach(DeltaStream::close);
        assertThat(calls).allSatisfy(call -> assertThat(call.failure()).isInstanceOf(ApiException.class));
    }

    /** Those of the test's tools and of the virtual threads' machinery left out. */
    private static List<String> platformThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.matches("awaitility.*|ForkJoinPool.*|.*Poller.*"))
                .sorted()
                .toList();
    }

    private static long virtualThreads(String name) throws IOException {
        var dump = Files.createTempDirectory("parley").resolve("threads.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        try (var lines = Files.lines(dump)) {
            return lines.filter(line -> line.contains(name)).count();
        } finally {
            Files.delete(dump);
            Files.delete(dump.getParent());
        }
    }

    int departures(String model) {
        return (int) upstream.departures().stream()
                .filter(departure -> departure.model().equals(model))
                .count();
    }
}
