package dev.parley.run;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Writes journals into the database behind the runs: now and then what is new of all live ones, and at a run's end the rest. A run
 * never waits for it and never fails because of it. While the database is down, live runs are caught up later; of those that end
 * meanwhile a bounded number waits, and the others are not stored.
 */
@ApplicationScoped
class JournalWriter {

    private static final System.Logger LOG = System.getLogger(JournalWriter.class.getName());

    /** Pieces under way at once, so that others get to the writer in between. */
    private static final int PORTION = 128;

    private static final int MOST_UNWRITTEN = 2_000;

    private final Map<String, JournalCopy> live = new ConcurrentHashMap<>();
    private final Map<String, JournalCopy> unwritten = new ConcurrentHashMap<>();
    private final Queue<JournalCopy> again = new ConcurrentLinkedQueue<>();
    private final AtomicInteger notStored = new AtomicInteger();
    private final AtomicBoolean flushing = new AtomicBoolean();
    private StoreSettings rules;
    private volatile boolean down;
    private volatile long flushed;

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    GroupCommit commits;

    @Inject
    Instances instances;

    @Inject
    Clock clock;

    void onStart(@Observes Startup start) {
        if (rules.on()) {
            pulse.onBeat(this::beat);
        }
    }

    @PostConstruct
    void configure() {
        rules = StoreSettings.read(settings);
    }

    /** Has {@code run} written from now on. Returns at once. */
    void follow(Run run) {
        if (rules.on()) {
            var endsBy = clock.millis()
                    + Duration.ofNanos(run.spec().deadline().remainingNanos()).toMillis();
            live.put(run.id(), new JournalCopy(run, instances.own(), endsBy));
        }
    }

    /** Forgets a run that has never begun. */
    void forget(Run run) {
        live.remove(run.id());
    }

    /** Has the rest of a run written, whose journal is closed. Returns at once; what is submitted later is committed later. */
    void ended(Run run) {
        var copy = live.get(run.id());
        if (copy == null) {
            return;
        }
        if (unwritten.size() >= MOST_UNWRITTEN) {
            live.remove(run.id());
            giveUp(copy);
            return;
        }
        unwritten.put(run.id(), copy);
        live.remove(run.id()); // second, so that it can be found at every moment
        if (down) {
            again.add(copy);
        } else {
            end(copy);
        }
    }

    /** A run of this process that the database does not have whole yet, null for none. */
    Run find(String id) {
        var copy = live.get(id);
        if (copy == null) {
            copy = unwritten.get(id);
        }
        return copy == null ? null : copy.run();
    }

    private CompletableFuture<Void> end(JournalCopy copy) {
        return copy.end(commits, expiry()).whenComplete((nothing, failure) -> {
            if (failure == null) {
                unwritten.remove(copy.run().id(), copy);
            } else {
                failed(copy, unwritten);
            }
        });
    }

    private void failed(JournalCopy copy, Map<String, JournalCopy> from) {
        down = true;
        if (!copy.isHopeless()) {
            if (from == unwritten) {
                again.add(copy);
            }
        } else if (from.remove(copy.run().id(), copy)) {
            giveUp(copy);
        }
    }

    /** One line for many: an outage may leave thousands behind. */
    private void giveUp(JournalCopy copy) {
        int count = notStored.incrementAndGet();
        if (Integer.bitCount(count) == 1) {
            LOG.log(
                    Level.ERROR,
                    "{0} could not be stored; runs not stored so far: {1}",
                    copy.run().id(),
                    count);
        }
    }

    private long expiry() {
        return clock.millis() + rules.keep().toMillis();
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        boolean idle = live.isEmpty() && unwritten.isEmpty();
        if (!idle && now - flushed >= rules.flushEvery().toNanos() && flushing.compareAndSet(false, true)) {
            threads.execute(() -> {
                try {
                    flush();
                } finally {
                    flushed = Ticker.SYSTEM.nanos();
                    flushing.set(false);
                }
            });
        }
    }

    /** Writes what is new of all runs, and returns when that is committed or has failed. */
    void flush() {
        down = down && !isBack();
        inPortions(live.values(), this::piece);
        if (!down) {
            inPortions(drained(), this::endAgain);
        }
        if (!down && !instances.isAlone()) {
            obeyCancels();
        }
    }

    /** One that was drained goes back where the database has failed meanwhile. */
    private CompletableFuture<Void> endAgain(JournalCopy copy) {
        if (down) {
            again.add(copy);
            return null;
        }
        return end(copy);
    }

    private CompletableFuture<Void> piece(JournalCopy copy) {
        if (down) {
            return null;
        }
        var piece = copy.flush(commits, expiry());
        return piece == null
                ? null
                : piece.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        failed(copy, live);
                    }
                });
    }

    private List<JournalCopy> drained() {
        var copies = new ArrayList<JournalCopy>();
        for (var copy = again.poll(); copy != null; copy = again.poll()) {
            copies.add(copy);
        }
        return copies;
    }

    private void inPortions(Collection<JournalCopy> copies, Function<JournalCopy, CompletableFuture<Void>> write) {
        var pieces = new ArrayList<CompletableFuture<Void>>(PORTION);
        for (var copy : copies) {
            var piece = write.apply(copy);
            if (piece != null) {
                pieces.add(piece);
            }
            if (pieces.size() == PORTION) {
                await(pieces);
            }
        }
        await(pieces);
    }

    private static void await(List<CompletableFuture<Void>> pieces) {
        CompletableFuture.allOf(pieces.toArray(CompletableFuture[]::new))
                .exceptionally(told -> null)
                .join();
        pieces.clear();
    }

    private boolean isBack() {
        try {
            commits.call(connection -> RunTable.cancels(connection, instances.own()));
            return true;
        } catch (ApiException stillDown) {
            return false;
        }
    }

    private void obeyCancels() {
        try {
            for (var id : commits.call(connection -> RunTable.cancels(connection, instances.own()))) {
                var run = find(id);
                if (run != null) {
                    run.cancel();
                }
                commits.submit(connection -> RunTable.removeCancel(connection, id));
            }
        } catch (ApiException unreachable) {
            down = true;
        }
    }
}
