package dev.parley.governance.usage;

import dev.parley.governance.budget.Budgets;
import dev.parley.governance.budget.Owner;
import java.util.ArrayList;
import java.util.List;

/**
 * A call under way, as its row says.
 *
 * @param instance the process that makes it
 * @param team null for a key without one
 * @param model {@code provider/model} that is asked first
 * @param keyReserved micro-dollars of the key's budget
 * @param teamReserved micro-dollars of the team's budget
 */
record OpenCall(
        String id,
        String instance,
        String requestId,
        String keyId,
        String keyName,
        String team,
        String operation,
        String model,
        int inputTokens,
        long keyReserved,
        long teamReserved,
        long createdAt) {

    /** What it holds of each owner's budget. */
    List<Budgets.Reserved> reserved() {
        var reserved = new ArrayList<Budgets.Reserved>(2);
        for (var owner : Owner.of(keyId, team)) {
            reserved.add(new Budgets.Reserved(owner, reserved.isEmpty() ? keyReserved : teamReserved));
        }
        return reserved;
    }

    /** The same call with so much more reserved of every budget that it has reserved of at all. */
    OpenCall plus(long key, long team) {
        return new OpenCall(
                id,
                instance,
                requestId,
                keyId,
                keyName,
                this.team,
                operation,
                model,
                inputTokens,
                keyReserved + key,
                teamReserved + team,
                createdAt);
    }
}
