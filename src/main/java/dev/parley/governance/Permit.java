package dev.parley.governance;

import dev.parley.governance.limit.Hold;
import dev.parley.governance.usage.LedgerCall;

/**
 * The right to make one call, with all that was reserved for it. Begins with {@link Admission#admit} and ends with exactly one of
 * {@link #settle} and {@link #release}; what comes after that is without effect.
 */
public final class Permit {

    private final Hold hold;
    private final LedgerCall call;

    Permit(Hold hold, LedgerCall call) {
        this.hold = hold;
        this.call = call;
    }

    /** Tokens of output that a budget pays for; null when none bounds them. */
    public Integer maxOutput() {
        return call.maxOutput();
    }

    /**
     * Reserves for one more answer, to a prompt of so many tokens. By one thread at a time.
     *
     * @throws dev.parley.problem.ApiException {@code BUDGET_EXCEEDED}, {@code STORE_UNAVAILABLE}
     */
    public void extend(int inputTokens) {
        call.extend(inputTokens);
    }

    /** Writes down what was used and gives back the rest. Blocks until that is durable. */
    public void settle(Settlement settlement) {
        hold.settle(settlement.model(), settlement.usage().total());
        call.settle(settlement);
    }

    /** Gives everything back: no provider was asked. */
    public void release() {
        hold.release();
        call.release();
    }
}
