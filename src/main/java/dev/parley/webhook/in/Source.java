package dev.parley.webhook.in;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Somebody who sends deliveries.
 *
 * @param keys of its secrets; more than one while it changes them
 * @param agent names of the tools that its model may call, {@code mcp:<label>} for those of an MCP server; empty for none
 * @param model as a request would name it, null for the default one
 * @param maxTokens of an answer, null for the model's own
 * @param account on whose account its deliveries are worked off
 */
record Source(
        String name,
        Scheme scheme,
        List<byte[]> keys,
        Template prompt,
        List<String> agent,
        String model,
        Integer maxTokens,
        Account account) {

    /**
     * Who pays.
     *
     * @param key the id of a key, null for the team as such or, without a team, for an open server
     */
    record Account(String key, String team) {}

    /** Tries every key, so that it takes as long whichever fits. */
    Optional<Proof> prove(UnaryOperator<String> headers, byte[] body, long now) {
        Optional<Proof> proof = Optional.empty();
        for (var key : keys) {
            var found = scheme.prove(key, headers, body, now);
            proof = proof.isPresent() ? proof : found;
        }
        return proof;
    }
}
