package dev.parley.batch;

import dev.parley.problem.Problem;
import java.util.Map;

/**
 * Many items that are answered in the background. It is read whole and checked before the first of them is paid for; then any server of the
 * database takes chunks of it, until each item has exactly one recorded result, or it is cancelled, or it can't go on: what is finished
 * stays then, and the rest gets its reason.
 *
 * @param owner whom it belongs to
 * @param callerId who pays, and whose limits and budget hold
 * @param team of the caller, null for none
 * @param endpoint whose {@link ItemDialect} reads its lines
 * @param model for items that name none, may be null
 * @param inputFile of {@code /v1/files} that it was made of, null for none
 * @param maxCost micro-dollars it may cost, null for any
 * @param reason why it failed or fails, null otherwise
 * @param succeeded items with an answer
 * @param failed items with a recorded failure
 * @param cost micro-dollars of what has a price
 * @param startedAt epoch milliseconds, as all moments; null until then
 */
public record Batch(
        String id,
        String owner,
        String callerId,
        String team,
        String requestId,
        String traceparent,
        String endpoint,
        String model,
        String inputFile,
        Map<String, String> metadata,
        Long maxCost,
        State state,
        Problem reason,
        long total,
        long succeeded,
        long failed,
        long cost,
        long createdAt,
        Long startedAt,
        Long endedAt,
        long expiresAt) {

    /** Items that have a result. */
    public long recorded() {
        return succeeded + failed;
    }

    public boolean isEnded() {
        return state.isEnded();
    }
}
