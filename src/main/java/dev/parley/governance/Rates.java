package dev.parley.governance;

/** What may happen per minute and at once; null for no limit. */
public record Rates(Integer requestsPerMinute, Integer tokensPerMinute, Integer concurrentRuns) {

    public static final Rates UNLIMITED = new Rates(null, null, null);
}
