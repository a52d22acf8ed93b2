package dev.parley.governance.limit;

import java.util.Locale;

/** What is limited. */
public enum Measure {
    REQUESTS(";w=60"),
    TOKENS(";w=60;qu=\"tokens\""),
    /** At once, so without a window. */
    RUNS(";qu=\"concurrent-requests\"");

    private final String policy;

    Measure(String policy) {
        this.policy = policy;
    }

    /** As headers, meters and verdicts call it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Window and unit as {@code RateLimit-Policy} says them. */
    String policy() {
        return policy;
    }
}
