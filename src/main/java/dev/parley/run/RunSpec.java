package dev.parley.run;

import dev.parley.llm.Prompt;
import dev.parley.platform.Deadline;

/**
 * What a run is started with.
 *
 * @param id {@code run_…}
 * @param requestId of the request that started it, for the log
 * @param owner whom the run belongs to; nobody else may read or stop it
 * @param operation the door's name, for the meters: {@code chat}
 * @param model {@code provider/model} that is asked first
 * @param prompt counted when the provider does not say what was used; null for a run that was read from the database
 * @param createdAt epoch milliseconds, what answers tell as the time of their creation
 * @param continues whether the run goes on when nobody listens any more
 * @param read whether it stays in memory for a while after its end, because clients may come to read it
 */
public record RunSpec(
        String id,
        String requestId,
        String owner,
        String operation,
        String model,
        Prompt prompt,
        long createdAt,
        boolean continues,
        Deadline deadline,
        boolean read) {

    /** A run that clients may read after its end. */
    public RunSpec(
            String id,
            String requestId,
            String owner,
            String operation,
            String model,
            Prompt prompt,
            long createdAt,
            boolean continues,
            Deadline deadline) {
        this(id, requestId, owner, operation, model, prompt, createdAt, continues, deadline, true);
    }
}
