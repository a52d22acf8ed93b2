package dev.parley.governance.limit;

import java.time.Duration;

/**
 * One limit at one moment, and what a call wants of it.
 *
 * @param limit per minute, or at once
 * @param remaining what is left of it, never negative
 * @param wanted what the call may take at most
 * @param delay how long until that would pass; zero when it passes now
 */
public record Standing(Subject subject, Measure measure, long limit, long remaining, long wanted, Duration delay) {

    private static final long NANOS_PER_MINUTE = 60_000_000_000L;

    public boolean passes() {
        return !isHopeless() && delay.isZero();
    }

    /** Whether it could not even pass if nothing else was ever asked for. */
    public boolean isHopeless() {
        return wanted > limit;
    }

    /** When the call has got what it wanted. */
    Standing taken() {
        return new Standing(subject, measure, limit, Math.max(0, remaining - wanted), 0, Duration.ZERO);
    }

    /** How long until all of it is there again, if nothing more is used. */
    Duration untilFull() {
        return measure == Measure.RUNS
                ? Duration.ZERO
                : Duration.ofNanos((long) (((double) limit - remaining) / limit * NANOS_PER_MINUTE));
    }
}
