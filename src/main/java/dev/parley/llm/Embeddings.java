package dev.parley.llm;

import java.util.List;

/**
 * Vectors, in the order of the inputs.
 *
 * @param model {@code provider/model} that made them
 * @param usage the output part is zero
 */
public record Embeddings(String model, List<float[]> vectors, Usage usage) {}
