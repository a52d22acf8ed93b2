package dev.parley.llm;

import java.util.List;

/**
 * How the model picks its words. Every component is null (or empty) when the caller left it out.
 *
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param maxTokens upper bound of generated tokens
 * @param stop texts that end the answer
 * @param seed asks for repeatable sampling
 */
public record Sampling(Double temperature, Double topP, Integer maxTokens, List<String> stop, Long seed) {

    public static final Sampling DEFAULT = new Sampling(null, null, null, List.of(), null);

    public Sampling {
        stop = stop == null ? List.of() : List.copyOf(stop);
    }

    public Sampling withMaxTokens(int other) {
        return new Sampling(temperature, topP, other, stop, seed);
    }

    public Sampling withSeed(long other) {
        return new Sampling(temperature, topP, maxTokens, stop, other);
    }

    public static Sampling of(Double temperature, Integer maxTokens) {
        return new Sampling(temperature, null, maxTokens, List.of(), null);
    }
}
