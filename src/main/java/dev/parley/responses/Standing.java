package dev.parley.responses;

import dev.parley.llm.FinishReason;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;

/**
 * Where a response stands.
 *
 * @param completedAt epoch seconds, null until it is completed
 * @param error null unless it failed
 * @param incomplete null unless it ended before it was whole
 * @param usage null until it has ended
 */
record Standing(
        String status, Long completedAt, ResponseWire.Failure error, ResponseWire.Reason incomplete, UsageWire usage) {

    static final String CANCELLED = "cancelled";
    static final String FAILED = "failed";

    static final Standing QUEUED = new Standing("queued", null, null, null, null);
    static final Standing IN_PROGRESS = new Standing(Item.IN_PROGRESS, null, null, null, null);

    /**
     * @param refusal why the answer may not pass although it is whole, null for no reason
     * @param endedAt epoch seconds
     */
    static Standing of(Outcome outcome, ApiException refusal, long endedAt) {
        var usage = UsageWire.of(outcome.usage());
        if (refusal != null) {
            return failed(refusal, usage);
        }
        return switch (outcome) {
            case Outcome.Completed completed -> {
                var cut = cut(completed.reason());
                yield cut == null
                        ? new Standing(Item.COMPLETED, endedAt, null, null, usage)
                        : new Standing(Item.INCOMPLETE, null, null, new ResponseWire.Reason(cut), usage);
            }
            case Outcome.Failed failed -> failed(failed.failure(), usage);
            case Outcome.Cancelled cancelled ->
                new Standing(CANCELLED, null, null, new ResponseWire.Reason(CANCELLED), usage);
        };
    }

    /** Why an answer is not whole although its model ended it, null when it is. */
    private static String cut(FinishReason reason) {
        return switch (reason) {
            case LENGTH, BUDGET -> "max_output_tokens";
            case CONTENT_FILTER, MAX_STEPS, MAX_TOOL_CALLS, MAX_TOKENS, MAX_TIME, MAX_COST, APPROVAL_REQUIRED ->
                reason.wireName();
            case STOP, TOOL_CALLS, CANCELLED -> null;
        };
    }

    private static Standing failed(ApiException failure, UsageWire usage) {
        return new Standing(
                FAILED, null, new ResponseWire.Failure(failure.code().wireName(), failure.detail()), null, usage);
    }

    /** The last event of the stream of a response that has this status in the end. */
    static String event(String status) {
        return switch (status) {
            case Item.COMPLETED -> "response.completed";
            case FAILED -> "response.failed";
            default -> "response.incomplete";
        };
    }
}
