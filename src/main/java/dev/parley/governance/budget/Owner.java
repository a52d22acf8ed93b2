package dev.parley.governance.budget;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose money it is.
 *
 * @param scope {@code key} or {@code team}
 * @param name the key's id, or the team's name
 */
public record Owner(String scope, String name, BudgetLimits limits) {

    private static final String KEY = "key";
    private static final String TEAM = "team";

    /** The key first and then its team: always in this order, so that no two transactions wait for each other. */
    public static List<Owner> of(Caller caller) {
        var owners = new ArrayList<Owner>(2);
        owners.add(new Owner(KEY, caller.id(), caller.budget()));
        if (caller.team() != null) {
            owners.add(new Owner(TEAM, caller.team().name(), caller.team().budget()));
        }
        return owners;
    }

    /** Those who pay for a call of which only the names are known. */
    public static List<Owner> of(String key, String team) {
        var owners = new ArrayList<Owner>(2);
        owners.add(new Owner(KEY, key, BudgetLimits.UNLIMITED));
        if (team != null) {
            owners.add(new Owner(TEAM, team, BudgetLimits.UNLIMITED));
        }
        return owners;
    }

    /** As {@code Caller.owner()} names it. */
    String caller() {
        return scope.equals(TEAM) ? row() : name;
    }

    /** The key of its row. */
    String row() {
        return scope + ":" + name;
    }
}
