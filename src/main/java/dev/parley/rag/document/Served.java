package dev.parley.rag.document;

/**
 * What a version became.
 *
 * @param model {@code provider/model} of its vectors, {@link Document#NO_MODEL} for none
 * @param recipe what its passages depend on beside its bytes
 * @param characters of the text that was read
 */
public record Served(String model, String recipe, long characters, long passages) {}
