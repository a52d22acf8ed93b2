package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PurseTest {

    @Test
    void reservesWhatIsLeftAndNoMore() {
        var purse = new Purse(100L, 40);

        assertThat(purse.reserve(60)).isTrue();
        purse.settle(60, 10);
        assertThat(purse.reserve(51)).isFalse();
        assertThat(purse.reserve(50)).isTrue();
    }

    @Test
    void whoWouldNotFitWaitsForWhatOthersGiveBack() throws InterruptedException {
        var purse = new Purse(100L, 0);
        purse.reserve(80);
        var got = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            if (purse.reserve(50)) {
                got.countDown();
            }
        });

        purse.settle(80, 20);

        assertThat(got.await(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCrowdNeverSpendsMore() throws InterruptedException {
        var purse = new Purse(1_000L, 0);
        var spent = new AtomicLong();
        var done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            Thread.startVirtualThread(() -> {
                while (purse.reserve(30)) {
                    spent.addAndGet(9);
                    purse.settle(30, 9);
                }
                done.countDown();
            });
        }

        assertThat(done.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(spent.get()).isBetween(962L, 1_000L);
    }

    @Test
    void withoutABoundEverythingFits() {
        assertThat(new Purse(null, Long.MAX_VALUE / 2).reserve(1_000_000)).isTrue();
    }
}
