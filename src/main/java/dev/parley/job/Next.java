package dev.parley.job;

import java.time.Duration;

/** What becomes of a job that ran without failing. */
public sealed interface Next {

    Next DONE = new Done();

    /** Nothing more is to be done. */
    record Done() implements Next {}

    /**
     * It goes on later, as its first attempt again.
     *
     * @param after from now; zero or more
     */
    record Again(Duration after) implements Next {}

    static Next again(Duration after) {
        return new Again(after);
    }
}
