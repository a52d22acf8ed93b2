package dev.parley.governance;

import dev.parley.problem.ApiException;
import java.util.List;

/** What the money side would say to a call, for dry runs. Whoever answers reserves nothing. */
public interface Outlook {

    /** What {@code claim} would cost at most, and whether its budgets would bear it. Blocks for as long as the database takes. */
    Costs of(Caller caller, Claim claim);

    /**
     * One budget at one moment, in micro-dollars.
     *
     * @param scope {@code key} or {@code team}
     * @param name of the key or team
     * @param period {@code day}, {@code month} or {@code total}
     */
    record Budget(String scope, String name, String period, long limit, long spent, long reserved, boolean passes) {}

    /**
     * @param worstCase micro-dollars, null when there is no price
     * @param refusal null when it would be admitted
     */
    record Costs(Long worstCase, List<Budget> budgets, ApiException refusal) {

        public static final Costs UNPRICED = new Costs(null, List.of(), null);
    }
}
