package dev.parley.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobThreadsTest {

    private final AtomicInteger woken = new AtomicInteger();
    private final JobThreads threads = new JobThreads(Thread::startVirtualThread, 3, woken::incrementAndGet);

    @Test
    void soManyAtOnceAndAllOfThemInTheEnd() throws InterruptedException {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(500);
        for (int i = 0; i < 500; i++) {
            threads.execute(() -> {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                Thread.yield();
                now.decrementAndGet();
                done.countDown();
            });
        }

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void theEndIsAwaitedAndNeverForcedByAnInterrupt() throws InterruptedException {
        var release = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var interrupted = new AtomicInteger();
        threads.execute(() -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException unwanted) {
                interrupted.incrementAndGet();
            }
        });
        begun.await();

        assertThat(threads.shutdownNow()).isEmpty();

        assertThat(woken.get()).isOne();
        assertThat(threads.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(threads.isTerminated()).isFalse();
        release.countDown();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.isTerminated()).isTrue();
        assertThat(interrupted.get()).isZero();
    }
}
