package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Has items of one batch answered, each on the thread that asks. What only needs time (limits, queues, a provider that rests, the database) is waited for.
 * A provider's failure is tried again so many times. What ends the batch itself, a revoked key for example, is told to {@link Stop}.
 */
final class ItemWork {

    private static final long FIRST_WAIT_MILLIS = 500;
    private static final long LONGEST_WAIT_MILLIS = 30_000;
    private static final int MOST_DOUBLINGS = 6;

    /** Nothing is wrong with the item: waiting helps. */
    private static final Set<ErrorCode> PATIENCE = Set.of(
            ErrorCode.RATE_LIMITED,
            ErrorCode.PROVIDER_RATE_LIMITED,
            ErrorCode.PROVIDER_UNAVAILABLE,
            ErrorCode.PROVIDER_BUSY,
            ErrorCode.TOO_MANY_RUNS,
            ErrorCode.STORE_UNAVAILABLE);

    /** Whoever pays can't any more. */
    private static final Set<ErrorCode> FATAL = Set.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN);

    private final ItemRuns runs;
    private final ItemDialect dialect;
    private final String model;
    private final int attempts;
    private final Stop stop;

    /**
     * @param model for items that name none, may be null
     * @param attempts of an item whose provider fails
     */
    ItemWork(ItemRuns runs, ItemDialect dialect, String model, int attempts, Stop stop) {
        this.runs = runs;
        this.dialect = dialect;
        this.model = model;
        this.attempts = attempts;
        this.stop = stop;
    }

    /**
     * The result of one item; null when the work was stopped before its end.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE} when it can't be known whether it was paid for before
     */
    ItemResult answer(ChunkSource.Entry entry) {
        var item = dialect.read(entry.line(), model);
        var known = runs.before(entry);
        if (known.isPresent()) {
            return answered(entry, item, known.get());
        }
        int failures = 0;
        for (int attempt = 1; !stop.isAsked(); attempt++) {
            var tried = attempt(entry, item, attempt);
            if (tried.run() != null && tried.failure() == null) {
                return answered(entry, item, tried.run());
            }
            if (tried.failure() == null || isEnd(tried.failure())) {
                return null;
            }
            failures += PATIENCE.contains(tried.failure().code()) ? 0 : 1;
            if (!tried.failure().code().retryable() || failures >= attempts) {
                return failed(entry, item, tried);
            }
            stop.within(wait(tried.failure(), attempt));
        }
        return null;
    }

    /**
     * What an attempt has led to.
     *
     * @param run null when none was begun
     * @param failure null when the run completed, or when there is no run because all was stopped
     */
    private record Tried(Run run, ApiException failure) {}

    private Tried attempt(ChunkSource.Entry entry, ItemDialect.Item item, int attempt) {
        Run run;
        try {
            run = runs.begin(entry, item, attempt);
        } catch (ItemRuns.PurseEmpty empty) {
            stop.because(new ApiException(ErrorCode.BUDGET_EXCEEDED, empty.getMessage()));
            return new Tried(null, null);
        } catch (RuntimeException refused) {
            return new Tried(null, Faults.of(refused));
        }
        return switch (outcome(run)) {
            case Outcome.Completed whole -> new Tried(run, null);
            case Outcome.Failed broken -> new Tried(run, broken.failure());
            case Outcome.Cancelled cancelled -> cancelled(run);
        };
    }

    private Tried cancelled(Run run) {
        return stop.isAsked()
                ? new Tried(null, null)
                : new Tried(run, new ApiException(ErrorCode.CANCELLED, "The item's run was cancelled."));
    }

    private Outcome outcome(Run run) {
        stop.begun(run);
        try {
            return run.end().toCompletableFuture().join();
        } finally {
            stop.ended(run);
        }
    }

    /** Whether a failure is everybody's. */
    private boolean isEnd(ApiException failure) {
        if (failure.code() == ErrorCode.DRAINING) {
            stop.ask();
            return true;
        }
        if (FATAL.contains(failure.code())) {
            stop.because(failure);
            return true;
        }
        return false;
    }

    private ItemResult answered(ChunkSource.Entry entry, ItemDialect.Item item, Run run) {
        var line = dialect.answered(item, run, (Outcome.Completed) run.outcome());
        return new ItemResult(entry.chunk().number(), entry.item(), false, line, runs.cost(run));
    }

    private ItemResult failed(ChunkSource.Entry entry, ItemDialect.Item item, Tried tried) {
        var run = tried.run();
        var line = dialect.failed(item, tried.failure(), run == null ? null : run.id());
        return new ItemResult(entry.chunk().number(), entry.item(), true, line, run == null ? 0 : runs.cost(run));
    }

    /** What the failure says, else longer each time; with a little chance, so that not all come back together. */
    private static long wait(ApiException failure, int attempt) {
        long own = FIRST_WAIT_MILLIS << Math.min(attempt - 1, MOST_DOUBLINGS);
        long told = failure.retryAfter() == null ? own : failure.retryAfter().toMillis();
        long most = Math.min(Math.max(told, FIRST_WAIT_MILLIS), LONGEST_WAIT_MILLIS);
        return most + ThreadLocalRandom.current().nextLong(most / 4 + 1);
    }
}
