package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import java.util.concurrent.CompletionStage;

/** A reply that is a run. */
public record RunReply(Run run) implements Reply {

    /**
     * The reply of this name, also one of another process; null when nobody knows of it. Blocks on the database.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    public static RunReply find(Runs runs, String name, String owner) {
        try {
            return new RunReply(runs.find(name, owner));
        } catch (ApiException none) {
            if (none.code() == ErrorCode.RUN_NOT_FOUND) {
                return null;
            }
            throw none;
        }
    }

    @Override
    public String id() {
        return run.id();
    }

    @Override
    public String model() {
        return run.model();
    }

    @Override
    public CompletionStage<Outcome> end() {
        return run.end();
    }

    @Override
    public void cancel() {
        run.cancel();
    }
}
