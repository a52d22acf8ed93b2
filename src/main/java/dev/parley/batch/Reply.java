package dev.parley.batch;

import dev.parley.run.Outcome;
import java.util.concurrent.CompletionStage;

/** A call that was made for an item, under way or over. */
public interface Reply {

    /** What the call is called in answers and in the log. */
    String id();

    /** {@code provider/model} that answers. */
    String model();

    /** Completes with how it ended, never exceptionally. */
    CompletionStage<Outcome> end();

    /** Stops it, where that can be done. Returns at once. */
    void cancel();
}
