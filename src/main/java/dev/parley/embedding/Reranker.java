package dev.parley.embedding;

import dev.parley.generation.Generation;
import dev.parley.generation.Ranked;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.RerankRequest;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Puts texts in the order in which they answer a question. */
@ApplicationScoped
public class Reranker {

    private String model;

    @Inject
    Settings settings;

    @Inject
    Generation generation;

    @PostConstruct
    void configure() {
        model = settings.text("parley.rerank.model", "offline/all-minilm-l6-v2");
    }

    /**
     * The best {@code most} of {@code documents} for {@code query}, the best first. Blocks, on a virtual thread.
     *
     * @param asked the model, null for the configured one
     * @param documents at least one
     * @param timeout the caller's own, which can only shorten {@code parley.rerank.timeout}; null for that one
     * @throws dev.parley.problem.ApiException as {@link Generation#rerank}
     */
    public Ranked rank(String asked, String query, List<String> documents, int most, Requester by, Duration timeout) {
        return generation.rerank(request(asked, query, documents, most), by, timeout);
    }

    Verdict assess(String asked, String query, List<String> documents, int most, Requester by) {
        return generation.assess(request(asked, query, documents, most), by);
    }

    private RerankRequest request(String asked, String query, List<String> documents, int most) {
        return new RerankRequest(asked == null ? model : asked, query, documents, most);
    }
}
