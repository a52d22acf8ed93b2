package dev.parley.webhook;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many deliveries are under way at once, in all and of one webhook or source: one whose other side never answers must not hold up the
 * rest. Per server.
 */
public final class Places {

    /** One that was taken; given back when it is closed. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private int all;

    public Places(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** A place for {@code name}, empty when there is none now. */
    public synchronized Optional<Place> take(String name) {
        if (all >= most || taken.getOrDefault(name, 0) >= mostOfOne) {
            return Optional.empty();
        }
        all++;
        taken.merge(name, 1, Integer::sum);
        return Optional.of(() -> giveBack(name));
    }

    private synchronized void giveBack(String name) {
        all--;
        taken.computeIfPresent(name, (same, count) -> count == 1 ? null : count - 1);
    }
}
