package dev.parley.platform;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The one timer of the house: calls everybody who asked, every 100 ms, one after the other on one thread. What it calls must return at
 * once. Time limits are therefore kept with 100 ms to spare.
 */
@ApplicationScoped
public class Pulse {

    private static final System.Logger LOG = System.getLogger(Pulse.class.getName());
    private static final long EVERY_MILLIS = 100;

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private ScheduledFuture<?> beating;

    @Resource
    ManagedScheduledExecutorService scheduler;

    /** Calls {@code listener} with every beat from now on, until the application stops. */
    public synchronized void onBeat(Runnable listener) {
        listeners.add(listener);
        if (beating == null) {
            beating = scheduler.scheduleWithFixedDelay(this::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void beat() {
        for (var listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException failure) {
                LOG.log(System.Logger.Level.ERROR, "A listener of the pulse failed; the others go on", failure);
            }
        }
    }

    @PreDestroy
    synchronized void stop() {
        if (beating != null) {
            beating.cancel(false);
        }
    }
}
