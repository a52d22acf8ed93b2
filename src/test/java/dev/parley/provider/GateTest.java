package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {

    private final Deadline far = Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM);

    @Test
    void refusesAtOnceWhenTooManyWait() throws InterruptedException {
        var gate = new Gate(House.settings("p", 1, 0));
        gate.enter(far);

        assertBusy(() -> gate.enter(far));
    }

    @Test
    void refusesWhenNoPlaceCameFreeInTime() throws InterruptedException {
        var gate = new Gate(House.settings("p", 1, 1));
        gate.enter(far);

        assertBusy(() -> gate.enter(Deadline.after(Duration.ofMillis(20), Ticker.SYSTEM)));
        gate.leave();
        gate.enter(far);
    }

    @Test
    void theNextInLineGetsThePlace() throws InterruptedException {
        var gate = new Gate(House.settings("p", 1, 1));
        gate.enter(far);
        var state = new AtomicReference<>("waiting");
        var waiter = Thread.startVirtualThread(() -> {
            try {
                gate.enter(far);
                state.set("inside");
            } catch (InterruptedException | ApiException refused) {
                state.set("refused");
            }
        });
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

        gate.leave();

        await().untilAtomic(state, org.hamcrest.Matchers.equalTo("inside"));
    }

    @Test
    void neverLetsInMoreThanItsPlacesAndLosesNone() throws InterruptedException {
        var gate = new Gate(House.settings("p", 5, 1_000));
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var served = new AtomicInteger();
        var threads = IntStream.range(0, 500)
                .mapToObj(i -> Thread.startVirtualThread(() -> {
                    try {
                        gate.enter(far);
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        Thread.yield();
                        inside.decrementAndGet();
                        gate.leave();
                        served.incrementAndGet();
                    } catch (InterruptedException unexpected) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(served).hasValue(500);
        assertThat(most.get()).isLessThanOrEqualTo(5);
        for (int i = 0; i < 5; i++) {
            gate.enter(far);
        }
    }

    private static void assertBusy(org.assertj.core.api.ThrowableAssert.ThrowingCallable entering) {
        assertThatThrownBy(entering).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_BUSY);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        });
    }
}
