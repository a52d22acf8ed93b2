package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.platform.Pulse;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Stops what runs for keys that were revoked or have expired meanwhile, within a second on every server: the keys of all that runs here are
 * read again every {@value #EVERY_MILLIS} ms, together. While the database can't be read, only expiry is noticed.
 */
@ApplicationScoped
public class Revocations {

    static final long EVERY_MILLIS = 400;

    private static final int AT_ONCE = 500;

    private final Map<String, Set<Consumer<ApiException>>> running = new ConcurrentHashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private long looked;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    KeyCheck keys;

    @Inject
    Clock clock;

    void onStart(@Observes Startup start) {
        looked = Ticker.SYSTEM.nanos();
        pulse.onBeat(this::beat);
    }

    /** Stops {@code run} when its caller's key is no longer good. */
    public void follow(Caller caller, Run run) {
        follow(caller, run.end(), run::stop);
    }

    /**
     * Has whatever a caller has going on stopped when its key is no longer good.
     *
     * @param end completes when there is nothing to stop any more
     * @param stop is told why, perhaps more than once, and must return at once
     */
    public void follow(Caller caller, CompletionStage<?> end, Consumer<ApiException> stop) {
        if (!keys.isKey(caller.id())) {
            return;
        }
        running.compute(caller.id(), (id, others) -> {
            var all = others == null ? ConcurrentHashMap.<Consumer<ApiException>>newKeySet() : others;
            all.add(stop);
            return all;
        });
        end.thenRun(() -> running.computeIfPresent(caller.id(), (id, all) -> {
            all.remove(stop);
            return all.isEmpty() ? null : all;
        }));
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - looked < Duration.ofMillis(EVERY_MILLIS).toNanos() || running.isEmpty()) {
            return;
        }
        if (looking.compareAndSet(false, true)) {
            looked = now;
            threads.execute(this::look);
        }
    }

    private void look() {
        try {
            var ids = new ArrayList<>(running.keySet());
            for (int from = 0; from < ids.size(); from += AT_ONCE) {
                check(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
            }
        } finally {
            looking.set(false);
        }
    }

    private void check(List<String> ids) {
        try {
            keys.ring().refresh(ids);
        } catch (ApiException unavailable) {
            // logged where it failed; the next look may succeed
        }
        var now = clock.millis();
        for (var id : ids) {
            var key = keys.ring().known(id);
            var refusal = key == null ? null : key.refusal(now);
            if (refusal != null) {
                running.getOrDefault(id, Set.of()).forEach(stop -> stop.accept(refusal));
            }
        }
    }
}
