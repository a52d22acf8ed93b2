package dev.parley.rag;

import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.index.Passages;
import dev.parley.rag.index.Ranking;
import dev.parley.rag.index.Scope;
import dev.parley.rag.index.View;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Finds passages: by words and by vectors at the same time, each within its own time and that of the request, the two rankings fused.
 * When one of them fails, the other one answers and the result says so. Blocks, on virtual threads.
 */
@ApplicationScoped
public class Retrieval {

    /**
     * What is looked for.
     *
     * @param most passages
     * @param collections in which of them; none is all
     * @param rerank the model that puts them in order in the end, null for none
     */
    public record Search(
            String query,
            int most,
            Mode mode,
            List<String> collections,
            List<Scope.Condition> conditions,
            String rerank) {

        /** One collection, or all where it is null. */
        public static List<String> in(String collection) {
            return collection == null ? List.of() : List.of(collection);
        }

        /** How many are to be found for that. */
        private Search forReranking() {
            return new Search(query, Math.max(most, RerankStep.DEPTH), mode, collections, conditions, null);
        }

        Scope within(String owner) {
            return new Scope(owner, collections, conditions);
        }
    }

    /** How far down each ranking is looked at. */
    private static final int DEPTH = 50;

    private RagSettings rules;

    @Inject
    Settings settings;

    @Inject
    Models models;

    @Inject
    Passages passages;

    @Inject
    VectorModel model;

    @Inject
    NearestPassages nearest;

    @Inject
    RerankStep rerankStep;

    @Inject
    VirtualThreads threads;

    @PostConstruct
    void configure() {
        rules = RagSettings.read(settings);
    }

    /**
     * The passages that fit best. Nothing is paid where there is nothing to find.
     *
     * @throws ApiException {@code INVALID_REQUEST} for a condition on a field that no document has; {@code CONFLICT} when the vectors of
     *     the documents are of another model than is configured; {@code BAD_REQUEST} for {@code VECTOR} without a model; what forbids the
     *     caller the embedding; the failure of both ways to search
     */
    public Retrieved find(Search search, Requester by, Deadline deadline) {
        if (search.rerank() == null) {
            return find(search, by, deadline, search.mode());
        }
        long begun = Ticker.SYSTEM.nanos();
        models.demand(search.rerank(), by.caller());
        var found = find(search.forReranking(), by, deadline, search.mode());
        var best = rerankStep.best(
                search.rerank(), search.query(), found.hits(), search.most(), NearestPassages.apart(by), deadline);
        return new Retrieved(best, found.mode(), found.degraded(), since(begun));
    }

    /** As {@link #find}, by words alone: nothing is paid. */
    public Retrieved findFree(Search search, Requester by, Deadline deadline) {
        return find(search, by, deadline, Mode.KEYWORD);
    }

    /** What would become of the paid part of a search; empty for one that costs nothing. */
    public Optional<Verdict> assess(Search search, Requester by) {
        return model.isThere() && search.mode().usesVectors()
                ? Optional.of(model.assess(search.query(), by))
                : Optional.empty();
    }

    private Retrieved find(Search search, Requester by, Deadline deadline, Mode wanted) {
        var mode = possible(wanted);
        long begun = Ticker.SYSTEM.nanos();
        var scope = search.within(by.caller().owner());
        try (var view = passages.view()) {
            demandKnown(scope, view);
            if (view.count(scope) == 0) {
                return new Retrieved(List.of(), mode, null, since(begun));
            }
            int depth = Math.max(DEPTH, search.most());
            var words = mode.usesWords()
                    ? soon(() -> view.byWords(scope, search.query(), depth), rules.searchTimeout(), deadline)
                    : null;
            var vectors = mode.usesVectors()
                    ? soon(
                            () -> nearest.rank(view, scope, search.query(), by, depth),
                            rules.embeddingTimeout(),
                            deadline)
                    : null;
            var found = Rankings.await(words, vectors);
            return new Retrieved(
                    view.best(search.query(), found.words(), found.vectors(), search.most()),
                    found.mode(),
                    found.degraded(),
                    since(begun));
        }
    }

    /** Without a model for vectors, words are all there is. */
    private Mode possible(Mode wanted) {
        if (rules.hasVectors()) {
            return wanted;
        }
        if (wanted == Mode.VECTOR) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "There are no vectors here (parley.rag.embedding-model=none); ask with mode keyword.");
        }
        return Mode.KEYWORD;
    }

    private static void demandKnown(Scope scope, View view) {
        for (var condition : scope.conditions()) {
            if (condition.field() != null && !view.knows(scope.owner(), condition.field())) {
                throw DocumentRequest.bad(
                        "filter." + condition.field(), "must be a field that some document has in its metadata");
            }
        }
    }

    private PendingRanking soon(Supplier<Ranking> ranking, Duration most, Deadline deadline) {
        return new PendingRanking(CompletableFuture.supplyAsync(ranking, threads), deadline, most);
    }

    private static long since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun).toMillis();
    }
}
