package dev.parley.problem;

/**
 * One violated constraint.
 *
 * @param field the path as the caller wrote it in JSON, {@code messages[0].content} for example
 * @param message what is wrong and the limit that holds
 */
public record FieldError(String field, String message) {}
