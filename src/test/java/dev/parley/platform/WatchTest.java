package dev.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final long FAR = Long.MAX_VALUE / 2;

    private final Watch watch = new Watch();

    @Test
    void interruptsAGuardedThreadWhenItIsCancelled() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            watch.enter(FAR);
            entered.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
            interrupted.countDown();
        });
        entered.await();

        watch.cancel();

        interrupted.await();
        assertThat(watch.verdict()).isEqualTo(Watch.Verdict.CANCELLED);
    }

    @Test
    void interruptsWhenTheTimeIsOverAndNotBefore() {
        watch.enter(100);

        watch.check(99);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        watch.check(100);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(watch.verdict()).isEqualTo(Watch.Verdict.TIMEOUT);
        watch.leave();
    }

    @Test
    void aMovedEndKeepsTheSectionAlive() {
        watch.enter(100);
        watch.until(200);

        watch.check(150);

        assertThat(watch.verdict()).isEqualTo(Watch.Verdict.NONE);
        watch.leave();
    }

    @Test
    void leavesNoInterruptBehind() {
        watch.enter(100);
        watch.check(100);

        watch.leave();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotTouchAThreadThatHasLeft() {
        watch.enter(100);
        watch.leave();

        watch.check(1_000);
        watch.cancel();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aCancelledWatchEndsTheNextSectionAsItBegins() {
        watch.cancel();

        watch.enter(FAR);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(watch.verdict()).isEqualTo(Watch.Verdict.CANCELLED);
        watch.leave();
    }

    @Test
    void theFirstVerdictStands() {
        watch.enter(100);
        watch.check(100);
        watch.cancel();

        assertThat(watch.verdict()).isEqualTo(Watch.Verdict.TIMEOUT);
        watch.leave();
    }

    @Test
    void noInterruptEscapesASectionHoweverCancelAndLeaveRace() {
        var escaped = new AtomicInteger();
        var done = new AtomicInteger();
        int rounds = 5_000;
        for (int i = 0; i < rounds; i++) {
            var racing = new Watch();
            Thread.startVirtualThread(() -> {
                racing.enter(FAR);
                Thread.yield();
                racing.leave();
                if (Thread.currentThread().isInterrupted()) {
                    escaped.incrementAndGet();
                }
                done.incrementAndGet();
            });
            racing.cancel();
        }
        await().untilAtomic(done, org.hamcrest.Matchers.equalTo(rounds));
        assertThat(escaped).hasValue(0);
    }
}
