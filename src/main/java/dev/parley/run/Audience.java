package dev.parley.run;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Who listens to a run, and who is announced to. When the last one has left, the run is abandoned, unless it was told to go on. For all
 * threads; to wake the listeners takes no lock.
 */
final class Audience {

    private static final Listener[] NOBODY = {};

    private final BooleanSupplier isLost;
    private final Runnable abandon;
    private volatile Listener[] listeners = NOBODY;
    private volatile Runnable onLate = () -> {};
    private volatile boolean goesOn;

    /** Listeners that are announced and not there yet; the first of them is whoever has had the run started. */
    private int expected = 1;

    /**
     * @param goesOn whether the run goes on when nobody listens
     * @param isLost whether the run was cancelled or is being cancelled
     * @param abandon what is done when nobody listens any more: cancels the run at once
     */
    Audience(boolean goesOn, BooleanSupplier isLost, Runnable abandon) {
        this.goesOn = goesOn;
        this.isLost = isLost;
        this.abandon = abandon;
    }

    /** Adds a listener, who was announced, and wakes it. */
    void attach(Listener listener) {
        synchronized (this) {
            var more = Arrays.copyOf(listeners, listeners.length + 1);
            more[more.length - 1] = listener;
            listeners = more;
            expected = Math.max(0, expected - 1);
        }
        onLate.run();
        listener.wake();
    }

    /** Sets what is done about everybody who comes from now on. */
    void onLate(Runnable work) {
        onLate = work;
    }

    /** Puts a listener in the place of another one, and wakes it. */
    void handOver(Listener from, Listener to) {
        synchronized (this) {
            listeners = Arrays.stream(listeners)
                    .map(listener -> listener == from ? to : listener)
                    .toArray(Listener[]::new);
        }
        to.wake();
    }

    /** Announces a listener: false when the run is lost. */
    synchronized boolean expectOneMore() {
        if (isLost.getAsBoolean()) {
            return false;
        }
        expected++;
        return true;
    }

    /** Takes back an announcement, as if a listener had come and left. */
    synchronized void expectOneLess() {
        expected = Math.max(0, expected - 1);
        abandonIfAlone();
    }

    /** Idempotent. */
    synchronized void leave(Listener listener) {
        var others = Arrays.stream(listeners).filter(other -> other != listener).toArray(Listener[]::new);
        boolean left = others.length < listeners.length;
        listeners = others;
        if (left) {
            abandonIfAlone();
        }
    }

    /** Under the lock, so that nobody is told to come to a run that is about to be cancelled. */
    private void abandonIfAlone() {
        if (listeners.length == 0 && expected == 0 && !goesOn) {
            abandon.run();
        }
    }

    /** Lets the run go on when nobody listens any more. */
    void goOn() {
        goesOn = true;
    }

    /** Whether anybody listens. */
    boolean isThere() {
        return listeners.length > 0;
    }

    void wake() {
        for (var listener : listeners) {
            listener.wake();
        }
    }

    void beat(long now) {
        for (var listener : listeners) {
            listener.beat(now);
        }
    }
}
