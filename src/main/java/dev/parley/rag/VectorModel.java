package dev.parley.rag;

import dev.parley.generation.Generation;
import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Document;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The one model that makes the vectors of passages and questions, since those of different models can't be compared. */
@ApplicationScoped
class VectorModel {

    private RagSettings rules;

    @Inject
    Settings settings;

    @Inject
    Generation generation;

    @Inject
    Models models;

    @PostConstruct
    void configure() {
        rules = RagSettings.read(settings);
    }

    /** Whether there are vectors here at all. */
    boolean isThere() {
        return rules.hasVectors();
    }

    /** {@code provider/model}, {@link Document#NO_MODEL} for none. */
    String name() {
        return isThere() ? models.qualifiedName(rules.model()) : Document.NO_MODEL;
    }

    /**
     * The vectors of some texts, in their order. Blocks, on virtual threads.
     *
     * @throws ApiException {@code PROVIDER_UNAVAILABLE} also when only another model can make them now; what forbids the caller the call
     */
    List<float[]> vectors(List<String> texts, Requester by) {
        var made = generation.embed(request(texts), by);
        if (!made.model().equals(name())) {
            throw new ApiException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "Only %s makes vectors now, which are not comparable to those of %s."
                            .formatted(made.model(), name()));
        }
        return made.vectors();
    }

    /** What would become of asking for the vector of a text. */
    Verdict assess(String text, Requester by) {
        return generation.assess(request(List.of(text)), by);
    }

    private EmbeddingRequest request(List<String> texts) {
        var inputs = texts.stream()
                .<EmbeddingRequest.Input>map(EmbeddingRequest.Input.Text::new)
                .toList();
        return new EmbeddingRequest(rules.model(), inputs, null);
    }
}
