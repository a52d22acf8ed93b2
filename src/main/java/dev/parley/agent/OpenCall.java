package dev.parley.agent;

/**
 * A call that an earlier run of the conversation has left without a result.
 *
 * @param tool its name as the model saw it
 * @param run that left it; a call that must not run twice is known by it
 * @param approval what somebody was asked about it, null for nothing
 */
public record OpenCall(String callId, String tool, String arguments, String run, ApprovalRow approval) {}
