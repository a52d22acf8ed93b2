package dev.parley.provider;

import static dev.parley.provider.ProviderContract.PROMPT;
import static dev.parley.provider.ProviderContract.QUESTION;
import static dev.parley.provider.UpstreamContract.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.parley.problem.ApiException;
import dev.parley.upstream.ScriptedUpstream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A thousand cancelled streams of every provider. Alone in its JVM, since it counts threads. */
@Isolated
class CancelledStreamsTest {

    static Stream<ConnectionContract> providers() {
        return Stream.of(new OpenAiProviderTest(), new AnthropicProviderTest());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void leaveNothingBehind(ConnectionContract contract) {
        try (var own = ScriptedUpstream.start()) {
            var alone = contract.type().create(contract.settings(contract.baseUrl(own), KEY));
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
}
