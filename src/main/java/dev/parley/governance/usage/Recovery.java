package dev.parley.governance.usage;

import dev.parley.governance.budget.Prices;
import dev.parley.llm.Usage;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.platform.Pulse;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.run.StoredRuns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the calls of processes that have died: the prompt was sent and is paid for, and of the answer what the stored journal holds.
 * Every living process looks; only one of them takes a call away.
 */
@ApplicationScoped
class Recovery {

    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final long EVERY_NANOS = Duration.ofSeconds(2).toNanos();

    private final AtomicBoolean looking = new AtomicBoolean();
    private long looked;

    Ticker ticker = Ticker.SYSTEM;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    GroupCommit commits;

    @Inject
    Instances instances;

    @Inject
    Ledger ledger;

    @Inject
    Backlog backlog;

    @Inject
    Prices prices;

    @Inject
    StoredRuns journals;

    @Inject
    Clock clock;

    void onStart(@Observes Startup start) {
        looked = ticker.nanos() - EVERY_NANOS;
        pulse.onBeat(this::beat);
    }

    private void beat() {
        if (ticker.nanos() - looked >= EVERY_NANOS && looking.compareAndSet(false, true)) {
            looked = ticker.nanos();
            threads.execute(() -> {
                try {
                    closeOrphans();
                } catch (ApiException databaseAway) {
                    LOG.log(System.Logger.Level.DEBUG, "Calls of dead processes can't be looked for now", databaseAway);
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /** Closes what the dead have left, and says how many calls that were. */
    int closeOrphans() {
        int closed = 0;
        for (var instance : commits.read(LedgerTable::instances)) {
            if (!instances.isAlive(instance)) {
                closed += close(commits.read(connection -> LedgerTable.openCalls(connection, instance)));
            }
        }
        return closed;
    }

    private int close(List<OpenCall> calls) {
        for (var call : calls) {
            var usage = Usage.estimated(call.inputTokens(), journals.outputSoFar(call.id()));
            var entry = new Entry(
                    call,
                    call.model(),
                    usage,
                    prices.cost(call.model(), usage),
                    Entry.INTERRUPTED,
                    null,
                    Math.max(0, clock.millis() - call.createdAt()));
            backlog.write(ledger.closing(entry, List.of()));
        }
        if (!calls.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "Closed {0} calls of a process that has died", calls.size());
        }
        return calls.size();
    }
}
