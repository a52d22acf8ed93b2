package dev.parley.run;

/**
 * Somebody who reads a run's journal. Both methods are called from threads that belong to others and must return at once, without
 * blocking and without throwing.
 */
public interface Listener {

    /** The journal has more than before: entries, or the outcome. Calls may come at the same time from several threads. */
    void wake();

    /** Time has passed; {@code now} is in the ticker's nanoseconds. Called about every 100 ms. */
    default void beat(long now) {}
}
