package dev.parley.governance.key;

/**
 * What an administrator did.
 *
 * @param happenedAt epoch milliseconds
 * @param actor id of the key, or what stands for one
 * @param action {@code key.create} for example
 * @param target the key's id or the team's name
 * @param outcome {@code done}, or the code of the problem that it was refused with
 */
record AuditEntry(
        String id, long happenedAt, String actor, String action, String target, String requestId, String outcome) {

    static final String DONE = "done";
}
