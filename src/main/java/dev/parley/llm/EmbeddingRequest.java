package dev.parley.llm;

import java.util.List;

/**
 * Texts to be turned into vectors.
 *
 * @param model as the caller wrote it, null for the default
 * @param inputs never empty
 * @param dimensions length of the vectors, null for the model's own
 */
public record EmbeddingRequest(String model, List<Input> inputs, Integer dimensions) {

    /** One text, as itself or as tokens of the model. */
    public sealed interface Input {
        record Text(String text) implements Input {}

        record Tokens(List<Integer> tokens) implements Input {}
    }

    public EmbeddingRequest {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("there must be something to embed");
        }
        inputs = List.copyOf(inputs);
    }
}
