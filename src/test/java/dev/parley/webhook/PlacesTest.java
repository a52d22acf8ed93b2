package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void oneCantTakeThemAll() {
        var places = new Places(3, 2);
        var first = places.take("a", "1").orElseThrow();
        places.take("a", "2").orElseThrow();

        assertThat(places.take("a", "3")).isEmpty();
        assertThat(places.take("b", "4")).isPresent();
        assertThat(places.take("c", "5")).isEmpty();
        first.close();
        assertThat(places.take("a", "3")).isPresent();
    }

    @Test
    void theMoreWaitTheMorePatienceTheyNeed() {
        var places = new Places(1, 1);
        places.take("a", "0").orElseThrow();
        assertThat(places.patience("a").toMillis()).isBetween(100L, 200L);

        for (int i = 0; i < 1_000; i++) {
            places.take("a", "waiting " + i);
        }

        assertThat(places.patience("a").toMillis()).isBetween(10_000L, 30_000L);
    }

    @Test
    void neverGivesMoreThanThereAre() {
        var places = new Places(5, 5);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                var who = "w" + i;
                threads.submit(() -> {
                    while (true) {
                        var place = places.take("a", who);
                        if (place.isPresent()) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                            place.get().close();
                            return;
                        }
                        Thread.yield();
                    }
                });
            }
        }
        assertThat(most.get()).isBetween(1, 5);
        assertThat(places.take("a", "last")).isPresent();
        assertThat(places.patience("a").toMillis()).isLessThanOrEqualTo(200);
    }
}
