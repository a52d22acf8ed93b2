package dev.parley.rag;

import dev.parley.embedding.Reranker;
import dev.parley.generation.Requester;
import dev.parley.platform.Deadline;
import dev.parley.rag.index.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Has passages that were found put in a better order, by a model that reads question and passage together. Blocks. */
@ApplicationScoped
class RerankStep {

    /** Passages that are looked at, so that one which the search has placed low can come up. */
    static final int DEPTH = 20;

    @Inject
    Reranker reranker;

    /**
     * The best {@code most} of {@code hits}.
     *
     * @throws dev.parley.problem.ApiException when the model can't be asked: whoever names one wants its order and no other
     */
    List<Hit> best(String model, String query, List<Hit> hits, int most, Requester by, Deadline deadline) {
        if (hits.isEmpty()) {
            return hits;
        }
        var texts = hits.stream().map(hit -> hit.passage().searched()).toList();
        var left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        return reranker.rank(model, query, texts, most, by, left).ranking().places().stream()
                .map(place -> hits.get(place.index()))
                .toList();
    }
}
