package dev.parley.job;

/**
 * A kind of background work; a bean, found by {@link Jobs}. It is run on a virtual thread, by one process at a time, until it says that it
 * is done.
 *
 * @param <P> what one piece of work is about; a record that JSON can hold
 */
public interface Job<P> {

    /** Tells kinds apart in the database, so it never changes. At most 100 characters. */
    String name();

    Class<P> payload();

    /** How often and when it is tried again after a failure. */
    Retries retries();

    /**
     * Works. Whatever it throws is a failure, logged by its kind only, and the work is tried again as {@link #retries} say.
     *
     * @param payload as it was scheduled
     */
    Next run(P payload, Attempt attempt);

    /** Called once when {@link #retries} are used up; afterwards the work is forgotten. It is called again if it throws. */
    default void gaveUp(P payload, Throwable cause) {}
}
