package dev.parley.governance;

/**
 * The right to make one call, with all that was reserved for it. Begins with {@link Admission#admit} and ends with exactly one of
 * {@link #settle} and {@link #release}; what comes after that is without effect.
 */
public interface Permit {

    /** Writes down what was used and gives back the rest. Blocks until that is durable. */
    void settle(Settlement settlement);

    /** Gives everything back: no provider was asked. */
    void release();
}
