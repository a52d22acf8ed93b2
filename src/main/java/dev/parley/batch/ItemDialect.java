package dev.parley.batch;

import dev.parley.problem.ApiException;

/** How the lines of batches of one endpoint are read, and their results written; a bean of the door that speaks it. */
public interface ItemDialect {

    /** Tells dialects apart in the database, so it never changes: the endpoint's path. */
    String endpoint();

    /**
     * Reads one line, a JSON document.
     *
     * @param batch that it is of, for what its lines leave open and for whose it is
     * @throws ApiException {@code INVALID_JSON}, {@code INVALID_REQUEST} with the fields that are wrong
     */
    Item read(String line, Batch batch);

    /** The id in a line that {@link #read} once found right, whatever has changed since. */
    String id(String line);

    /**
     * One line of JSON for an item that was answered.
     *
     * @param replyId of its first reply
     * @param answer as its question has it
     */
    String answered(String id, String replyId, Object answer);

    /**
     * One line of JSON for an item that was not.
     *
     * @param replyId null when nobody was asked
     */
    String failed(String id, ApiException failure, String replyId);
}
