package dev.parley.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's stream of a run: a cursor in the run's events and an outlet.
 *
 * <p>It owns no thread. Whoever wakes it (the run's thread with a new entry, the pulse, the container when a slow client has taken
 * what was written) sends what is there, one event at a time; a second waker only leaves a note. The next event is not sent before the
 * last one is through, so a slow client waits at its own cursor.
 */
final class EventStream<E> implements Listener {

    private static final Duration BEFORE_BREAK = Duration.ofMillis(200);

    private final Audible run;
    private final Events<E> events;
    private final Outlet<E> outlet;
    private final Heartbeats heartbeats;
    private final AtomicInteger wakers = new AtomicInteger();

    private int next;
    private volatile boolean over;
    private E held;
    private volatile boolean beatDue;
    private volatile boolean breakDue;
    private volatile long lastSent;

    /** @param from number of the first event to send */
    EventStream(Audible run, Events<E> events, int from, Outlet<E> outlet, Heartbeats heartbeats) {
        this.run = run;
        this.events = events;
        this.next = from;
        this.outlet = outlet;
        this.heartbeats = heartbeats;
        this.lastSent = heartbeats.now();
        outlet.onChange(this::wake);
    }

    @Override
    public void wake() {
        if (wakers.getAndIncrement() != 0) {
            return;
        }
        int notes = 1;
        do {
            sendWhatIsThere();
            notes = wakers.addAndGet(-notes);
        } while (notes != 0);
    }

    @Override
    public void beat(long now) {
        var silence = now - lastSent;
        if (over) {
            breakOffIfDue(silence);
        } else if (outlet.isReady()) {
            if (silence > heartbeats.after(run.spoke())) {
                beatDue = true;
                wake();
            }
        } else if (silence > heartbeats.stall().toNanos()) {
            outlet.breakOff();
            leave();
        }
    }

    private void sendWhatIsThere() {
        while (!over) {
            if (outlet.isGone()) {
                leave();
                return;
            }
            if (!outlet.isReady() || !sendNext()) {
                return;
            }
        }
    }

    private boolean sendNext() {
        var event = held != null ? held : events.at(next);
        held = event;
        if (run.isSettling()) {
            return false;
        }
        held = null;
        if (event != null) {
            next++;
        } else if (events.endBefore(next)) {
            end();
            return false;
        } else if (beatDue) {
            event = events.ping();
        } else {
            return false;
        }
        beatDue = false;
        lastSent = heartbeats.now();
        outlet.send(event);
        return true;
    }

    private void end() {
        if (events.endsBroken()) {
            over = true;
            breakDue = true;
        } else {
            outlet.end();
            leave();
        }
    }

    /**
     * Cuts the connection a while after the last event: a client that hears of the end while it reads may throw away what it has not
     * read yet (java.net.http does).
     */
    private void breakOffIfDue(long silence) {
        if (breakDue && silence > BEFORE_BREAK.toNanos()) {
            breakDue = false;
            outlet.breakOff();
            leave();
        }
    }

    private void leave() {
        over = true;
        run.leave(this);
    }
}
