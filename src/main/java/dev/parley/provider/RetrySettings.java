package dev.parley.provider;

import dev.parley.platform.Settings;
import java.time.Duration;

/**
 * How often and how patiently a call is repeated before its first token.
 *
 * @param attempts calls of one candidate at most, the first included
 * @param firstDelay before the second attempt; doubled for each further one, up to {@code maxDelay}; a Retry-After goes first
 * @param needed time that must be left for a further attempt to make sense
 */
record RetrySettings(int attempts, Duration firstDelay, Duration maxDelay, Duration needed) {

    static RetrySettings read(Settings settings) {
        return new RetrySettings(
                settings.integer("parley.retry.attempts", 3, 1, 10),
                settings.duration("parley.retry.first-delay", "250ms"),
                settings.duration("parley.retry.max-delay", "8s"),
                settings.duration("parley.retry.min-time-left", "1s"));
    }
}
