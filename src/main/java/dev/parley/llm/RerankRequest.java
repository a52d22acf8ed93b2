package dev.parley.llm;

import java.util.List;

/**
 * Texts to be put in the order in which they answer a question.
 *
 * @param model as the caller wrote it, null for the default
 * @param documents never empty
 * @param most so many of the best are wanted, at least one
 */
public record RerankRequest(String model, String query, List<String> documents, int most) {

    public RerankRequest {
        if (documents.isEmpty() || most < 1) {
            throw new IllegalArgumentException("there must be something to rank");
        }
        documents = List.copyOf(documents);
    }
}
