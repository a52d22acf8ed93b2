package dev.parley.batch;

import dev.parley.llm.Prompt;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import dev.parley.run.Run;

/** How the lines of batches of one endpoint are read, and their results written; a bean of the door that speaks it. */
public interface ItemDialect {

    /** Tells dialects apart in the database, so it never changes: the endpoint's path. */
    String endpoint();

    /**
     * One item.
     *
     * @param id its caller's name for it
     */
    record Item(String id, Prompt prompt) {}

    /**
     * Reads one line, a JSON document.
     *
     * @param model for an item that names none, may be null
     * @throws ApiException {@code INVALID_JSON}, {@code INVALID_REQUEST} with the fields that are wrong
     */
    Item read(String line, String model);

    /** One line of JSON for an item that was answered. */
    String answered(Item item, Run run, Outcome.Completed outcome);

    /**
     * One line of JSON for an item that was not.
     *
     * @param runId null when nobody was asked
     */
    String failed(Item item, ApiException failure, String runId);
}
