package dev.parley.provider;

import java.util.List;

/**
 * Where a model name leads: the endpoint asked first, and those asked when it fails before its first token.
 *
 * @param candidates never empty
 */
public record Route(List<Candidate> candidates) {

    /** One endpoint and the model's name there. */
    public record Candidate(Endpoint endpoint, String model) {

        /** {@code provider/model}. */
        public String qualifiedName() {
            return endpoint.name() + "/" + model;
        }
    }

    /** Of all candidates, the first one first. */
    public List<String> qualifiedNames() {
        return candidates.stream().map(Candidate::qualifiedName).toList();
    }

    public Candidate first() {
        return candidates.getFirst();
    }
}
