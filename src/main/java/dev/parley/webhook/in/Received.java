package dev.parley.webhook.in;

/**
 * One delivery that was accepted.
 *
 * @param id {@code in_…}
 * @param deliveryId as the sender calls it, null when that can't be shown
 * @param requestId of the request that brought it; in the log and in the ledger
 * @param traceparent null for none
 * @param state {@value #PENDING}, {@value #DONE} or {@value #DEAD}
 * @param runId of the last attempt, null before the first
 * @param error the code with which the last attempt failed, null while one is under way and after one that went well
 * @param nextAt when it is tried next, 0 when it is over
 */
record Received(
        String id,
        String source,
        String deliveryId,
        String requestId,
        String traceparent,
        String body,
        String state,
        int attempts,
        String runId,
        String error,
        String answer,
        long nextAt,
        long createdAt) {

    static final String PENDING = "pending";
    static final String DONE = "done";
    static final String DEAD = "dead";

    /** With a further attempt that is about to begin. */
    Received begun(String nextRunId) {
        return with(PENDING, attempts + 1, nextRunId, null, null, nextAt);
    }

    Received done(String text) {
        return with(DONE, attempts, runId, null, text, 0);
    }

    Received failed(String code, long next) {
        return with(PENDING, attempts, runId, code, null, next);
    }

    Received dead(String code) {
        return with(DEAD, attempts, runId, code, null, 0);
    }

    /** From the beginning again. */
    Received again(long now) {
        return with(PENDING, 0, null, null, null, now);
    }

    private Received with(String state, int attempts, String runId, String error, String answer, long nextAt) {
        return new Received(
                id,
                source,
                deliveryId,
                requestId,
                traceparent,
                body,
                state,
                attempts,
                runId,
                error,
                answer,
                nextAt,
                createdAt);
    }
}
