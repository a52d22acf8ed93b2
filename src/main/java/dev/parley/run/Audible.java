package dev.parley.run;

/** What listeners listen to: one run, or several of one request that are heard as one. */
public interface Audible {

    /** Adds a listener, who was announced, and wakes it, so that it reads what is there already. */
    void attach(Listener listener);

    /** Removes a listener. A run whose last one this was is cancelled, unless it was started to go on. Idempotent. */
    void leave(Listener listener);

    /** Puts a listener in the place of another one of the same client, and wakes it. */
    void handOver(Listener from, Listener to);

    /** Whether anything came yet. */
    boolean spoke();

    /** How it ended, null while it goes on. */
    Outcome outcome();

    /** Whether it ends, and what it cost is still being written down: nobody is told of the end before. Listeners are woken then. */
    boolean isSettling();
}
