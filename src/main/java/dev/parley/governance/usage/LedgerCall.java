package dev.parley.governance.usage;

import dev.parley.governance.Claim;
import dev.parley.governance.Settlement;
import dev.parley.governance.budget.Owner;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One open call of the ledger. Ends once, with {@link #settle} or {@link #release}; what comes later is without effect. */
public final class LedgerCall {

    private final Ledger ledger;
    private final Claim claim;
    private final List<Owner> owners;
    private final Integer maxOutput;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile OpenCall call;

    LedgerCall(Ledger ledger, Claim claim, List<Owner> owners, OpenCall call, Integer maxOutput) {
        this.ledger = ledger;
        this.claim = claim;
        this.owners = owners;
        this.call = call;
        this.maxOutput = maxOutput;
    }

    /** Tokens of output that are paid for, null when no budget bounds them. */
    public Integer maxOutput() {
        return maxOutput;
    }

    /**
     * Reserves for one more answer to a prompt of so many tokens. By one thread at a time.
     *
     * @throws dev.parley.problem.ApiException {@code BUDGET_EXCEEDED}, {@code STORE_UNAVAILABLE}
     */
    public void extend(int inputTokens) {
        if (maxOutput != null) {
            call = ledger.raise(call, claim, owners, inputTokens, maxOutput);
        }
    }

    /** Writes down what it has cost. Blocks until that is durable, or is sure to be once the database is back. */
    public void settle(Settlement settlement) {
        if (ended.compareAndSet(false, true)) {
            ledger.close(call, owners, settlement);
        }
    }

    /** Gives everything back: no provider was asked. */
    public void release() {
        if (ended.compareAndSet(false, true)) {
            ledger.release(call);
        }
    }
}
