package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.platform.FakeTicker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RingTest {

    private static final Duration JUST_BEFORE = Duration.ofMillis(499);

    private final FakeTicker ticker = new FakeTicker();
    private final Map<String, String> table = new ConcurrentHashMap<>(Map.of("a", "1"));
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean down;
    private final Ring<String> ring = new Ring<>(ticker, this::read);

    @Test
    void isReadOnceInHalfASecond() {
        assertThat(ring.find("a")).contains("1");
        table.put("a", "2");
        ticker.pass(JUST_BEFORE);
        assertThat(ring.find("a")).contains("1");
        assertThat(reads).hasValue(1);

        ticker.pass(Duration.ofMillis(1));

        assertThat(ring.find("a")).contains("2");
        assertThat(reads).hasValue(2);
    }

    @Test
    void whatIsGoneIsForgotten() {
        ring.find("a");
        table.clear();
        ticker.pass(Ring.FRESH);

        assertThat(ring.find("a")).isEmpty();
        assertThat(ring.known("a")).isNull();
    }

    @Test
    void whatIsChangedHereIsReadAtOnce() {
        ring.find("a");
        table.put("a", "2");

        ring.forget("a");

        assertThat(ring.find("a")).contains("2");
    }

    @Test
    void withoutTheDatabaseOldKnowledgeIsTakenForFiveMinutes() {
        ring.find("a");
        down = true;
        ticker.pass(Ring.STALE.minusNanos(1));
        assertThat(ring.find("a")).contains("1");
        refuses(ring, "b");

        ticker.pass(Duration.ofNanos(1));

        refuses(ring, "a");
    }

    @Test
    void whenTheDatabaseIsBackItIsBelievedAtOnce() {
        ring.find("a");
        down = true;
        ticker.pass(Ring.FRESH);
        assertThat(ring.find("a")).contains("1");
        table.put("a", "2");

        down = false;

        assertThat(ring.find("a")).contains("2");
    }

    @Test
    void namesThatThereAreNotTakeNoMemory() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(ring.find("no" + i)).isEmpty();
        }
        assertThat(ring.size()).isZero();
    }

    @Test
    void holdsNoMoreThanItMay() {
        for (int i = 0; i < Ring.MOST + 10; i++) {
            table.put("k" + i, "x");
            ring.find("k" + i);
        }
        assertThat(ring.size()).isLessThanOrEqualTo(Ring.MOST);
        assertThat(ring.find("a")).contains("1");
    }

    @Test
    void manyAreReadTogether() {
        table.put("b", "2");

        assertThat(ring.refresh(List.of("a", "b", "c"))).containsOnlyKeys("a", "b");

        assertThat(ring.known("b")).isEqualTo("2");
        assertThat(reads).hasValue(1);
    }

    @Test
    void ofManyThatMissTheSameOneReads() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = new CountDownLatch(1);
            var found = new AtomicInteger();
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    try {
                        start.await();
                        ring.find("a").ifPresent(value -> found.incrementAndGet());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            start.countDown();
            threads.close();
            assertThat(found).hasValue(200);
        }
        assertThat(reads).hasValue(1);
    }

    private static void refuses(Ring<String> ring, String id) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ring.find(id))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private Map<String, String> read(Collection<String> ids) {
        reads.incrementAndGet();
        if (down) {
            throw new ApiException(ErrorCode.STORE_UNAVAILABLE, "down");
        }
        var found = new HashMap<String, String>();
        ids.forEach(id -> {
            if (table.containsKey(id)) {
                found.put(id, table.get(id));
            }
        });
        return found;
    }
}
