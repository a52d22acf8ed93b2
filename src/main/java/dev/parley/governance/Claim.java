package dev.parley.governance;

import java.util.List;

/**
 * What a call would take at most.
 *
 * @param id of the call, {@code run_…}; the ledger's row and the journal have it too
 * @param requestId of the request that asks for it
 * @param operation the door: {@code chat}, {@code embeddings}
 * @param models {@code provider/model} of everybody who may be asked, the first one first
 * @param inputTokens counted
 * @param maxOutputTokens what the caller allows, null when it did not say
 */
public record Claim(
        String id, String requestId, String operation, List<String> models, int inputTokens, Integer maxOutputTokens) {

    public Claim {
        models = List.copyOf(models);
    }

    /** What so many of it would take together. */
    Claim times(int calls) {
        return new Claim(
                id,
                requestId,
                operation,
                models,
                inputTokens * calls,
                maxOutputTokens == null ? null : maxOutputTokens * calls);
    }
}
