package dev.parley.job;

import java.time.Duration;

/** What is done every so often by one of the processes that share the database; a bean, found by {@link Jobs}. */
public interface Chore {

    /** Tells chores apart in the database, so it never changes. At most 100 characters. */
    String name();

    /** From the end of one time to the beginning of the next. */
    Duration every();

    /** Does it; a failure is logged and the next time comes all the same. */
    void run();
}
