package dev.parley.run;

import dev.parley.problem.ApiException;
import java.time.Duration;

/**
 * Follows a run of another process through the database, on a thread of its own, until the run has ended or its process has died. Who
 * listens here neither keeps the run going nor ends it by leaving; but it can be cancelled.
 */
final class Tail implements Runnable {

    /** Of a second look after a process was found dead: its last words may have come in between. */
    private static final int LOOKS_AT_THE_DEAD = 2;

    /** With runs whose time is over: clocks differ, and an end is written after it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Run run;
    private final StoredRuns stored;
    private final Duration pause;
    private boolean asked;

    Tail(Run run, StoredRuns stored, Duration pause) {
        this.run = run;
        this.stored = stored;
        this.pause = pause;
    }

    @Override
    public void run() {
        int looksAtTheDead = 0;
        while (run.outcome() == null) {
            looksAtTheDead = isAlive() ? 0 : looksAtTheDead + 1;
            if (run.outcome() == null && (looksAtTheDead == LOOKS_AT_THE_DEAD || !paused())) {
                run.close(StoredRuns.interrupted(run.journal().entries()));
            }
        }
    }

    /** Looks, and says whether there may be more to see. */
    private boolean isAlive() {
        try {
            return look() && !isOverdue();
        } catch (ApiException unreachable) {
            return !isOverdue();
        }
    }

    /** Tells what is new; false when nobody runs it any more. */
    private boolean look() {
        var found = stored.find(run.id());
        if (found.isEmpty()) {
            return false;
        }
        var row = found.get();
        boolean running = stored.isRunning(row);
        run.tell(row.model(), stored.entries(row, run.journal().size()));
        if (row.end() != null) {
            tellEnd(run, row.end());
            return true;
        }
        if (running && run.isCancelled() && !asked) {
            stored.askToCancel(row);
            asked = true;
        }
        return running;
    }

    /** Whether the run must have ended without its process being able to write that down. */
    private boolean isOverdue() {
        return run.spec().deadline().remainingNanos() < -PATIENCE.toNanos();
    }

    static void tellEnd(Run run, OutcomeText end) {
        run.times().endAfter(end.toFirstToken(), end.total());
        run.close(end.outcome());
    }

    private boolean paused() {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
