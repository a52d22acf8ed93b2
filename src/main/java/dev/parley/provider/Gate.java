package dev.parley.provider;

import dev.parley.platform.Deadline;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a bounded number of calls into one endpoint at once, first come first served, and a bounded number wait. */
final class Gate {

    private static final Duration ADVICE = Duration.ofSeconds(1);

    private final ProviderSettings settings;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();

    Gate(ProviderSettings settings) {
        this.settings = settings;
        this.places = new Semaphore(settings.maxConcurrent(), true);
    }

    /**
     * Takes a place, waiting for one until the deadline. Every successful call must be followed by one {@link #leave}.
     *
     * @throws ApiException {@code PROVIDER_BUSY} when too many wait already or none came free in time
     * @throws InterruptedException when the caller is no longer wanted
     */
    void enter(Deadline deadline) throws InterruptedException {
        if (places.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > settings.maxQueued()) {
            waiting.decrementAndGet();
            throw busy("and " + settings.maxQueued() + " more wait");
        }
        try {
            if (!places.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("and none ended in time");
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    void leave() {
        places.release();
    }

    private ApiException busy(String rest) {
        return new ApiException(
                ErrorCode.PROVIDER_BUSY,
                "The provider %s has %d calls in flight, its most, %s; try again later."
                        .formatted(settings.name(), settings.maxConcurrent(), rest),
                ADVICE);
    }
}
