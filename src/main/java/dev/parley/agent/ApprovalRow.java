package dev.parley.agent;

import dev.parley.llm.ApprovalReason;
import java.util.Objects;

/**
 * A call that somebody was asked about. Moments are epoch milliseconds.
 *
 * @param tool its name as the model saw it
 * @param approve null until it is decided
 * @param said with the decision, null for nothing
 * @param usedBy the run that has obeyed the decision, null for none yet
 */
public record ApprovalRow(
        String id,
        String owner,
        String runId,
        String callId,
        String tool,
        String arguments,
        ApprovalReason reason,
        long createdAt,
        long expiresAt,
        Boolean approve,
        String said,
        String usedBy) {

    /** The same, decided. */
    public ApprovalRow decided(boolean decision, String why) {
        return new ApprovalRow(
                id, owner, runId, callId, tool, arguments, reason, createdAt, expiresAt, decision, why, usedBy);
    }

    boolean decidesAs(ApprovalRow other) {
        return Objects.equals(approve, other.approve) && Objects.equals(said, other.said);
    }
}
