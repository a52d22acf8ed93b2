package dev.parley.governance.usage;

import dev.parley.observability.Meters;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes the ends of calls. What the database does not take waits here, in memory, and is written when it is back; what waits when the
 * process dies is closed from the open calls in the database, as after any crash.
 */
@ApplicationScoped
class Backlog {

    private static final System.Logger LOG = System.getLogger(Backlog.class.getName());
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int AT_ONCE = 200;

    /** The work that closes a call, and what the counters are told when it is done. */
    record Closing(Entry entry, GroupCommit.Work<Boolean> work) {}

    private final Queue<Closing> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private int most;
    private long lastTry;

    Ticker ticker = Ticker.SYSTEM;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Meters meters;

    @Inject
    Pulse pulse;

    @PostConstruct
    void configure() {
        most = settings.integer("parley.governance.backlog", 100_000, 1, 10_000_000);
    }

    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
    }

    /** Calls whose end is not written yet. */
    int size() {
        return count.get();
    }

    /** Whether nothing is being tried at this moment. */
    boolean isIdle() {
        return underWay.get() == 0;
    }

    /** @throws ApiException {@code STORE_UNAVAILABLE} when no more ends can be kept */
    void demandRoom() {
        if (count.get() >= most) {
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "The database is away and %d calls wait to be written, the most that are kept (parley.governance.backlog)."
                            .formatted(most));
        }
    }

    /** Gives back what a call has reserved, when the database is there. Nothing waits for it: a process that dies before is cleared up after. */
    void release(GroupCommit.Work<Boolean> undo) {
        commits.surely(undo);
    }

    /** Closes a call. Returns when that is durable or, while the database fails, when it waits here. */
    void write(Closing closing) {
        var written = commits.submit(closing.work());
        var told = written.handle((done, failure) -> {
            if (failure != null) {
                keep(closing);
            } else if (done) {
                tell(closing.entry());
            }
            return null;
        });
        commits.await(told);
    }

    private void keep(Closing closing) {
        waiting.add(closing);
        if (count.getAndIncrement() == 0) {
            LOG.log(System.Logger.Level.WARNING, "The database is away: the ends of calls wait in memory");
        }
    }

    private void tell(Entry entry) {
        var model = meters.of(entry.call().operation(), entry.model());
        model.settled(entry.usage());
        if (entry.cost() != null) {
            model.spent(entry.cost());
        }
    }

    private void beat() {
        if (count.get() > 0 && isIdle() && ticker.nanos() - lastTry >= RETRY_NANOS) {
            lastTry = ticker.nanos();
            retry();
        }
    }

    /** Tries the eldest again; those that fail go to the end of the queue. */
    void retry() {
        for (int i = 0; i < AT_ONCE; i++) {
            var closing = waiting.poll();
            if (closing == null) {
                return;
            }
            underWay.incrementAndGet();
            commits.submit(closing.work()).whenComplete((done, failure) -> {
                if (failure != null) {
                    waiting.add(closing);
                } else {
                    count.decrementAndGet();
                    if (done) {
                        tell(closing.entry());
                    }
                }
                underWay.decrementAndGet();
            });
        }
    }
}
