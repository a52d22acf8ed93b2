package dev.parley.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How many deliveries are under way at once, in all and of one webhook or source: one whose other side never answers must not hold up the
 * rest. Per server. The more are waiting, the longer each of them waits before it asks again, so that asking stays cheap.
 */
public final class Places {

    /** One that was taken; given back when it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private static final long LEAST_MILLIS = 200;
    private static final long MILLIS_EACH = 20;
    private static final long MOST_MILLIS = 30_000;

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Set<String>> waiting = new HashMap<>();
    private int all;

    public Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /**
     * A place for a delivery of {@code name}, empty when there is none now.
     *
     * @param who asks; counted as waiting until it gets one
     */
    public synchronized Optional<Place> take(String name, String who) {
        if (all >= most || taken.getOrDefault(name, 0) >= mostOfOne) {
            waiting.computeIfAbsent(name, first -> new HashSet<>()).add(who);
            return Optional.empty();
        }
        waiting.computeIfPresent(name, (same, those) -> those.remove(who) && those.isEmpty() ? null : those);
        all++;
        taken.merge(name, 1, Integer::sum);
        return Optional.of(() -> giveBack(name));
    }

    /** When one who got no place should ask again. */
    public synchronized Duration patience(String name) {
        int those = waiting.getOrDefault(name, Set.of()).size();
        long millis = Math.min(MOST_MILLIS, LEAST_MILLIS + MILLIS_EACH * those);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
    }

    private synchronized void giveBack(String name) {
        all--;
        taken.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }
}
