package dev.parley.governance.limit;

import static dev.parley.governance.limit.Calls.MODEL;
import static dev.parley.governance.limit.Calls.call;
import static dev.parley.governance.limit.Calls.key;
import static dev.parley.governance.limit.Calls.team;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Limits are exact with 200 threads at them, on a clock that stands still. */
class CrowdedAllowancesTest {

    private static final int THREADS = 200;
    private static final int CALLS = 50;

    private final Allowances allowances = new Allowances(
            LimitSettings.read(Settings.of(Map.of(
                    "parley.limits.models", "shared",
                    "parley.limits.models.shared.model", "openai/*",
                    "parley.limits.models.shared.requests-per-minute", "1000"))),
            new FakeTicker());

    @Test
    void admitsExactlyWhatTheTightestOfAllLimitsAllows() {
        var team = team(new Rates(700, 50_000, null));
        var holds = new ConcurrentLinkedQueue<Hold>();

        crowd(thread -> {
            var caller = key("key_" + thread % 10, new Rates(60, 100_000, null), team);
            var attempt = allowances.reserve(caller, call());
            if (attempt.hold() != null) {
                holds.add(attempt.hold());
            }
        });

        // 50,000 tokens of the team are 500 calls of 100; ten keys of 60 and the model would allow more
        assertThat(holds).hasSize(500);
    }

    @Test
    void everythingComesBackThatIsGivenBack() {
        var caller = key(new Rates(1_000_000, 1_000_000, THREADS));

        crowd(thread -> {
            var hold = allowances.reserve(caller, call()).hold();
            if (hold == null) {
                return; // the model's limit
            }
            if (thread % 2 == 0) {
                hold.release();
            } else {
                hold.settle(MODEL, 100);
                hold.settle(MODEL, 100);
            }
        });

        var standings = allowances.look(caller);
        long requests = standings.get(0).limit() - standings.get(0).remaining();
        long tokens = standings.get(1).limit() - standings.get(1).remaining();
        assertThat(requests).isEqualTo(1_000);
        assertThat(tokens).isEqualTo(100_000);
        assertThat(standings.get(2).remaining()).isEqualTo(THREADS);
    }

    @Test
    void neverMoreRunsAtOnceThanAllowed() {
        var caller = key(new Rates(null, null, 7));
        var running = new AtomicInteger();
        var most = new AtomicInteger();

        crowd(thread -> {
            var hold = allowances
                    .reserve(caller, call(1, 1, List.of("anthropic/answer")))
                    .hold();
            if (hold != null) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                hold.settle("anthropic/answer", 1);
            }
        });

        assertThat(most).hasValueBetween(1, 7);
        assertThat(admitted(caller)).isEqualTo(7);
    }

    private int admitted(Caller caller) {
        int admitted = 0;
        while (allowances
                        .reserve(caller, call(1, 1, List.of("anthropic/answer")))
                        .hold()
                != null) {
            admitted++;
        }
        return admitted;
    }

    /** Each of the threads does it many times, all beginning at once. */
    private static void crowd(IntConsumer work) {
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                threads.submit(() -> {
                    begin.await();
                    for (int call = 0; call < CALLS; call++) {
                        work.accept(thread);
                    }
                    return null;
                });
            }
            begin.countDown();
        }
    }
}
