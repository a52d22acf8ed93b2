package dev.parley.provider;

import dev.parley.platform.Deadline;
import dev.parley.problem.ApiException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Decides whether a failed attempt is repeated at the same endpoint. The cases, in order:
 *
 * <ol>
 *   <li>All attempts are used: no.
 *   <li>The failure would come again (a refused request, an unknown model, a bad key): no.
 *   <li>The endpoint was silent until its time was over, rests, or has no place: no, another endpoint is the better bet.
 *   <li>The provider said when (Retry-After): then, if the deadline leaves the time.
 *   <li>Otherwise after an exponential delay, half of it jitter, if the deadline leaves the time.
 * </ol>
 */
record RetryPolicy(RetrySettings settings, RandomGenerator random, Sleeper sleeper) {

    /** Lets time pass; tests only note how much. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    void pause(Duration delay) throws InterruptedException {
        sleeper.sleep(delay);
    }

    /** How long to wait before the next attempt; empty when there should be none. {@code attempt} counts from 1. */
    Optional<Duration> delay(int attempt, ApiException failure, Deadline deadline) {
        if (attempt >= settings.attempts() || !failure.code().retryable()) {
            return Optional.empty();
        }
        return switch (failure.code()) {
            case PROVIDER_TIMEOUT, PROVIDER_UNAVAILABLE, PROVIDER_BUSY, DEADLINE_EXCEEDED -> Optional.empty();
            default -> Optional.of(wanted(attempt, failure)).filter(delay -> leavesTime(delay, deadline));
        };
    }

    private Duration wanted(int attempt, ApiException failure) {
        if (failure.retryAfter() != null) {
            return failure.retryAfter();
        }
        var ceiling =
                Math.min(settings.maxDelay().toNanos(), settings.firstDelay().toNanos() << Math.min(attempt - 1, 20));
        return Duration.ofNanos(ceiling / 2 + random.nextLong(ceiling / 2 + 1));
    }

    private boolean leavesTime(Duration delay, Deadline deadline) {
        return deadline.remainingNanos() >= delay.plus(settings.needed()).toNanos();
    }
}
