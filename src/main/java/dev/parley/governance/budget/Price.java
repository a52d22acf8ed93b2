package dev.parley.governance.budget;

import dev.parley.llm.Usage;

/**
 * What a model costs, in micro-dollars per million tokens.
 *
 * @param maxOutput tokens of its longest answer, null when it is not known
 */
public record Price(long input, long cachedInput, long output, Integer maxOutput) {

    /** A thousand dollars per million tokens: beyond it, the cost of a call could not be counted in 64 bits. */
    static final long DEAREST = 1_000_000_000;

    private static final long PER = 1_000_000;

    static final Price FREE = new Price(0, 0, 0, null);

    /** Whole micro-dollars, rounded up. */
    long of(long freshInput, long cached, long outputTokens) {
        return Math.ceilDiv(freshInput * input + cached * cachedInput + outputTokens * output, PER);
    }

    /** What was used, in whole micro-dollars, rounded up. */
    long of(Usage usage) {
        return of(usage.input() - usage.cachedInput(), usage.cachedInput(), usage.output());
    }
}
