package dev.parley.batch;

import dev.parley.run.Audible;
import dev.parley.run.Listener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something of this room that clients listen to as to a run. */
abstract class Told implements Audible {

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public void attach(Listener listener) {
        listeners.add(listener);
        listener.wake();
    }

    @Override
    public void leave(Listener listener) {
        if (listeners.remove(listener) && listeners.isEmpty() && outcome() == null) {
            abandoned();
        }
    }

    /** Nobody listens any more, before the end. */
    abstract void abandoned();

    @Override
    public void handOver(Listener from, Listener to) {
        listeners.add(to);
        listeners.remove(from);
        to.wake();
    }

    /** There is more to hear. */
    final void wake() {
        listeners.forEach(Listener::wake);
    }

    /** Lets the listeners keep their time; called by the pulse. */
    final void beat(long now) {
        listeners.forEach(listener -> listener.beat(now));
    }

    final boolean isHeard() {
        return !listeners.isEmpty();
    }

    @Override
    public boolean isSettling() {
        return false;
    }
}
