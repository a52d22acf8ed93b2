package dev.parley.rag.store;

/**
 * A citation of a file in an answer, checked.
 *
 * @param index where the citation stands in the answer
 * @param quote the words that are cited, null where the passage has none that fit
 * @param verified whether they stand in the passage, or, where nothing is quoted, at least half of the statement's words do
 */
public record FileCitation(String fileId, String filename, int index, String quote, boolean verified) {}
