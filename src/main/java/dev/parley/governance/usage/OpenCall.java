package dev.parley.governance.usage;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
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

    /** A call that {@code claim} asks for, with so much reserved of every budget. */
    static OpenCall of(Caller caller, Claim claim, String instance, List<Owner> owners, long amount, long now) {
        return new OpenCall(
                claim.id(),
                instance,
                claim.requestId(),
                caller.id(),
                caller.name(),
                caller.team() == null ? null : caller.team().name(),
                claim.operation(),
                claim.models().getFirst(),
                claim.inputTokens(),
                share(owners, 0, amount),
                share(owners, 1, amount),
                now);
    }

    /** Only an owner with a budget has anything reserved. */
    private static long share(List<Owner> owners, int index, long amount) {
        return index < owners.size() && !owners.get(index).limits().isUnlimited() ? amount : 0;
    }

    /** The same call with so much more reserved of every budget. */
    OpenCall plus(List<Owner> owners, long amount) {
        return new OpenCall(
                id,
                instance,
                requestId,
                keyId,
                keyName,
                team,
                operation,
                model,
                inputTokens,
                keyReserved + share(owners, 0, amount),
                teamReserved + share(owners, 1, amount),
                createdAt);
    }
}
