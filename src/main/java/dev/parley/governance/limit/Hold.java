package dev.parley.governance.limit;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one call has reserved of all its limits. Ends once, with {@link #settle} or {@link #release}; what comes later is without effect. */
public final class Hold {

    /** What it has of one limit. */
    record Share(Allowance allowance, long tokens) {}

    private final Allowances allowances;
    private final List<Share> shares;
    private final AtomicBoolean ended = new AtomicBoolean();

    Hold(Allowances allowances, List<Share> shares) {
        this.allowances = allowances;
        this.shares = List.copyOf(shares);
    }

    /**
     * The call has ended: unused tokens are given back, and what was used beyond the reservation is charged.
     *
     * @param model {@code provider/model} that answered
     * @param tokens of input and output
     */
    public void settle(String model, long tokens) {
        if (ended.compareAndSet(false, true)) {
            allowances.settle(shares, model, tokens);
        }
    }

    /** No provider was asked: everything is given back, the request too. */
    public void release() {
        if (ended.compareAndSet(false, true)) {
            allowances.release(shares);
        }
    }
}
