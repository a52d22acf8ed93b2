package dev.parley.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When a job that failed is tried again. Each wait is lengthened by up to a tenth, so that what failed together does not come back
 * together.
 *
 * @param waits before the second attempt, before the third, and so on
 * @param endless whether the last wait repeats; otherwise the job is given up after it
 */
public record Retries(List<Duration> waits, boolean endless) {

    private static final double JITTER = 0.1;

    /** None: the first failure is the last. */
    public static final Retries NONE = new Retries(List.of(), false);

    public Retries {
        waits = List.copyOf(waits);
        if (endless && waits.isEmpty()) {
            throw new IllegalArgumentException("endless retries need a wait");
        }
    }

    /** As many more attempts as there are waits. */
    public static Retries after(Duration... waits) {
        return new Retries(List.of(waits), false);
    }

    /** For ever, each wait twice the one before it, at most {@code most}. */
    public static Retries doubling(Duration first, Duration most) {
        var waits = new ArrayList<Duration>();
        for (var wait = first; wait.compareTo(most) < 0; wait = wait.multipliedBy(2)) {
            waits.add(wait);
        }
        waits.add(most);
        return new Retries(waits, true);
    }

    /** Whether attempt {@code number} may be made. */
    boolean allow(int number) {
        return endless || number <= waits.size() + 1;
    }

    /**
     * How long to wait after the failure of attempt {@code number}; empty to give up.
     *
     * @param chance from 0 to 1
     */
    Optional<Duration> waitAfter(int number, DoubleSupplier chance) {
        if (!allow(number + 1)) {
            return Optional.empty();
        }
        var wait = waits.get(Math.min(number, waits.size()) - 1);
        return Optional.of(wait.plusMillis(Math.round(wait.toMillis() * JITTER * chance.getAsDouble())));
    }
}
