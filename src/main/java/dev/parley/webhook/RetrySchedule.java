package dev.parley.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When a delivery that failed is tried again. Each wait is up to a tenth longer than it says, so that what failed together does not come
 * back together.
 *
 * @param waits after the first attempt, after the second, and so on; after the last of them it is over
 * @param chance from 0 to 1
 */
public record RetrySchedule(List<Duration> waits, DoubleSupplier chance) {

    private static final double JITTER = 0.1;

    /** Nobody who asks for patience gets more. */
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);

    public RetrySchedule {
        waits = List.copyOf(waits);
    }

    public RetrySchedule(List<Duration> waits) {
        this(waits, () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * How long to wait after attempt {@code number}; empty when that was the last.
     *
     * @param number from 1
     * @param asked what the other side said of when to come back, null for nothing; holds where it is later
     */
    public Optional<Duration> after(int number, Duration asked) {
        if (number > waits.size()) {
            return Optional.empty();
        }
        var wait = waits.get(number - 1);
        var jittered = wait.plusMillis(Math.round(wait.toMillis() * JITTER * chance.getAsDouble()));
        return Optional.of(asked == null ? jittered : longer(jittered, asked));
    }

    private static Duration longer(Duration own, Duration asked) {
        var bounded = asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked;
        return own.compareTo(bounded) >= 0 ? own : bounded;
    }
}
