package dev.parley.run;

import dev.parley.persistence.GroupCommit;
import java.util.concurrent.CompletableFuture;

/**
 * How far a run's journal is in the database. Reads the journal like any listener; the run's thread meets it once, at its end.
 *
 * <p>Writes of one copy are submitted in order and never two pieces at once, but the end may follow a piece that is under way. It
 * therefore brings all entries since the last piece that is known to be committed, and its tail supersedes chunks from there on.
 */
final class JournalCopy {

    private static final int MOST_FAILURES = 3;

    private final Run run;
    private final String instance;
    private final long endsBy;
    private boolean begun;
    private boolean doubtful;
    private boolean ended;
    private int stored;
    private int failures;
    private String model;

    /** @param endsBy when the time of the run is over, in epoch milliseconds */
    JournalCopy(Run run, String instance, long endsBy) {
        this.run = run;
        this.instance = instance;
        this.endsBy = endsBy;
    }

    Run run() {
        return run;
    }

    /** Writes what is new; null when there is nothing to write, or the end was written. */
    synchronized CompletableFuture<Void> flush(GroupCommit commits, long expiresAt) {
        int size = run.journal().size();
        if (ended || (begun && !doubtful && size == stored)) {
            return null;
        }
        int from = stored;
        var row = new RunTable.Row(
                run.spec(),
                run.model(),
                instance,
                expiresAt,
                endsBy,
                OutcomeText.RUNNING,
                null,
                Integer.MAX_VALUE,
                null);
        var text = size == from ? null : DeltaText.write(run.journal(), from, size);
        boolean anew = !begun || doubtful;
        boolean renamed = !row.model().equals(model);
        boolean cleared = doubtful;
        begun = true;
        return commits.<Void>submit(connection -> {
                    if (cleared) {
                        RunTable.remove(connection, run.id(), from);
                    }
                    if (anew) {
                        RunTable.insert(connection, row);
                    } else if (renamed) {
                        RunTable.answeredBy(connection, run.id(), row.model());
                    }
                    if (text != null) {
                        RunTable.addChunk(connection, run.id(), from, text);
                    }
                    return null;
                })
                .whenComplete((nothing, failure) -> written(size, row.model(), failure));
    }

    private synchronized void written(int size, String answered, Throwable failure) {
        doubtful = failure != null;
        if (doubtful) {
            failures++;
        } else {
            failures = 0;
            stored = size;
            model = answered;
        }
    }

    /** Whether writing has failed so often that the fault must be in what is written. */
    synchronized boolean isHopeless() {
        return failures >= MOST_FAILURES;
    }

    /** Writes the rest and the outcome. May be called again when it failed. */
    synchronized CompletableFuture<Void> end(GroupCommit commits, long expiresAt) {
        ended = true;
        var journal = run.journal();
        var row = new RunTable.Row(
                run.spec(),
                run.model(),
                instance,
                expiresAt,
                endsBy,
                OutcomeText.state(journal.outcome()),
                OutcomeText.write(journal.outcome(), run.times()),
                stored,
                DeltaText.write(journal, stored, journal.size()));
        boolean alone = !begun;
        begun = true;
        return commits.<Void>submit(connection -> {
                    if (alone) {
                        RunTable.insert(connection, row);
                    } else {
                        RunTable.end(connection, row);
                    }
                    return null;
                })
                .whenComplete((nothing, failure) -> countEnd(failure));
    }

    private synchronized void countEnd(Throwable failure) {
        failures = failure == null ? 0 : failures + 1;
    }
}
