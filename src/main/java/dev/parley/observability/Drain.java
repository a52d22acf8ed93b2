package dev.parley.observability;

import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The time between the wish to stop and the stop. While it lasts, readiness is down and new work is refused, so that a load balancer
 * turns away; what runs goes on until it ends or the time is over.
 *
 * <p>It begins with SIGTERM, see {@link TermSignal} for why a shutdown hook would come too late.
 */
@ApplicationScoped
public class Drain {

    private static final System.Logger LOG = System.getLogger(Drain.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final long LOOK_EVERY_MILLIS = 50;

    /** Waits a little. */
    interface Nap {
        void take() throws InterruptedException;
    }

    Ticker ticker = Ticker.SYSTEM;
    Nap nap = () -> Thread.sleep(LOOK_EVERY_MILLIS);

    private TermSignal signal;
    private volatile boolean draining;
    private volatile IntSupplier live = () -> 0;
    private volatile Runnable giveUp = () -> {};
    private Duration timeout;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        timeout = settings.duration("parley.drain.timeout", "25s");
    }

    void onStart(@Observes Startup start) {
        signal = TermSignal.before(this::drain);
    }

    @PreDestroy
    void stop() {
        draining = true;
        if (signal != null) {
            signal.release();
        }
    }

    /**
     * Tells what to wait for.
     *
     * @param running how much work is not finished
     * @param timedOut ends that work when the time is over
     */
    public void waitFor(IntSupplier running, Runnable timedOut) {
        live = running;
        giveUp = timedOut;
    }

    public boolean isDraining() {
        return draining;
    }

    /** @throws ApiException {@code DRAINING} once the drain has begun */
    public void refuseNewWork() {
        if (draining) {
            throw new ApiException(ErrorCode.DRAINING, "The server is stopping; ask another one.", RETRY_AFTER);
        }
    }

    /** Begins the drain and returns when nothing runs any more, at the latest after {@code parley.drain.timeout}. */
    public void drain() {
        draining = true;
        LOG.log(
                System.Logger.Level.INFO,
                "Draining: {0} runs go on for up to {1} s",
                live.getAsInt(),
                timeout.toSeconds());
        awaitEnd(Deadline.after(timeout, ticker));
        if (live.getAsInt() > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Draining: {0} runs did not end in time and are cancelled",
                    live.getAsInt());
            giveUp.run();
        }
    }

    private void awaitEnd(Deadline end) {
        try {
            while (live.getAsInt() > 0 && !end.isOver()) {
                nap.take();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
