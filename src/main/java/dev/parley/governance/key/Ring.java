package dev.parley.governance.key;

import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is known of keys, or of teams, by their name. One that was read less than {@link #FRESH} ago is taken as it is, then it is read again:
 * so long may a revoked key work. While the database can't be read, older ones are taken, for {@link #STALE} at most: what is paid is
 * refused elsewhere then, and what is known already may still be given. Keys that there are not are not remembered. Used by all threads;
 * of many that miss the same key one reads it.
 */
final class Ring<T> {

    static final Duration FRESH = Duration.ofMillis(500);
    static final Duration STALE = Duration.ofMinutes(5);
    static final int MOST = 20_000;

    private static final int LOCKS = 64;

    private record Held<T>(T value, long readAt) {}

    private final Map<String, Held<T>> held = new ConcurrentHashMap<>();
    private final Object[] locks = new Object[LOCKS];
    private final Ticker ticker;
    private final Function<Collection<String>, Map<String, T>> table;

    /** @param table reads those that there are of some ids; throws {@code STORE_UNAVAILABLE} */
    Ring(Ticker ticker, Function<Collection<String>, Map<String, T>> table) {
        this.ticker = ticker;
        this.table = table;
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
    }

    /** @throws ApiException {@code STORE_UNAVAILABLE} */
    Optional<T> find(String id) {
        var known = held.get(id);
        if (isYounger(known, FRESH)) {
            return Optional.of(known.value());
        }
        synchronized (locks[Math.floorMod(id.hashCode(), LOCKS)]) {
            known = held.get(id);
            return isYounger(known, FRESH) ? Optional.of(known.value()) : read(id, known);
        }
    }

    private Optional<T> read(String id, Held<T> known) {
        try {
            return Optional.ofNullable(refresh(List.of(id)).get(id));
        } catch (ApiException unavailable) {
            if (isYounger(known, STALE)) {
                return Optional.of(known.value());
            }
            throw unavailable;
        }
    }

    /**
     * Reads {@code ids} anew, whatever is known.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    Map<String, T> refresh(Collection<String> ids) {
        var now = ticker.nanos(); // what changes while it is read counts from here
        var found = table.apply(ids);
        ids.stream().filter(id -> !found.containsKey(id)).forEach(held::remove);
        makeRoom();
        found.forEach((id, value) -> held.put(id, new Held<>(value, now)));
        return found;
    }

    /** What is known of one, however old; null when it is nothing. */
    T known(String id) {
        var known = held.get(id);
        return known == null ? null : known.value();
    }

    int size() {
        return held.size();
    }

    /** Has it read again before it is used next. */
    void forget(String id) {
        held.remove(id);
    }

    private void makeRoom() {
        if (held.size() >= MOST) {
            held.values().removeIf(known -> !isYounger(known, STALE));
        }
        if (held.size() >= MOST) {
            held.clear();
        }
    }

    private boolean isYounger(Held<T> known, Duration age) {
        return known != null && ticker.nanos() - known.readAt() < age.toNanos();
    }
}
