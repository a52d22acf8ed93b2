package dev.parley.rag;

import dev.parley.generation.Requester;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Versions;
import dev.parley.rag.index.Ranking;
import dev.parley.rag.index.Scope;
import dev.parley.rag.index.View;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Ranks passages by their nearness to a question, which is embedded for that on the account of whoever asks. */
@ApplicationScoped
class NearestPassages {

    @Inject
    VectorModel model;

    @Inject
    Versions versions;

    /**
     * The nearest first, {@code most} of them. Blocks, on virtual threads.
     *
     * @throws ApiException {@code CONFLICT} when vectors of the owner's passages are of another model, {@code PROVIDER_UNAVAILABLE} while
     *     they are made anew; what forbids the caller the embedding
     */
    Ranking rank(View view, Scope scope, String question, Requester by, int most) {
        demandUnmixed(view.withoutVectorsOf(model.name(), scope.owner()));
        var vector = model.vectors(List.of(question), apart(by)).getFirst();
        return view.byVector(scope, model.name(), vector, most);
    }

    /** While they are made anew, words have to do. */
    private void demandUnmixed(int others) {
        if (others > 0) {
            throw new ApiException(
                    versions.isReindexing() ? ErrorCode.PROVIDER_UNAVAILABLE : ErrorCode.CONFLICT,
                    "%d passages have no vectors of %s, which can't be compared to others: POST /admin/rag/reindex makes them, mode keyword does without."
                            .formatted(others, model.name()));
        }
    }

    /** A request of its own: the answer's headers tell of the answer, and its idempotency key is the answer's too. */
    static Requester apart(Requester by) {
        var context = by.context();
        return new Requester(
                RequestContext.background(context.id(), context.traceparent(), context.path()),
                by.caller(),
                false,
                by.cache(),
                null);
    }
}
