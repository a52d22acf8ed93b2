package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long is waited before an item is tried again: as long as the failure says, else longer each time; with a little chance, so that not all come
 * back together.
 *
 * @param first milliseconds at least
 * @param longest milliseconds, but for the chance
 */
record Patience(long first, long longest) {

    static final Patience USUAL = new Patience(500, 30_000);

    private static final int MOST_DOUBLINGS = 6;

    /** Nothing is wrong with the item: waiting helps. */
    private static final Set<ErrorCode> ONLY_TIME = Set.of(
            ErrorCode.RATE_LIMITED,
            ErrorCode.PROVIDER_RATE_LIMITED,
            ErrorCode.PROVIDER_UNAVAILABLE,
            ErrorCode.PROVIDER_BUSY,
            ErrorCode.TOO_MANY_RUNS,
            ErrorCode.STORE_UNAVAILABLE);

    /** Whether a failure is no reason to give the item up, however often it comes. */
    static boolean isEndless(ApiException failure) {
        return ONLY_TIME.contains(failure.code());
    }

    /** Milliseconds until the next attempt. */
    long before(ApiException failure, int attempt) {
        long own = first << Math.min(attempt - 1, MOST_DOUBLINGS);
        long told = failure.retryAfter() == null ? own : failure.retryAfter().toMillis();
        long most = Math.min(Math.max(told, first), longest);
        return most + ThreadLocalRandom.current().nextLong(most / 4 + 1);
    }
}
