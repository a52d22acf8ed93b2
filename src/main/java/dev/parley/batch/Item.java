package dev.parley.batch;

/**
 * One item of a batch.
 *
 * @param id its caller's name for it
 */
public record Item(String id, Question<?> question) {}
