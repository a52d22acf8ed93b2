package dev.parley.rag;

import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.index.Passages;
import dev.parley.rag.index.Scope;
import dev.parley.rag.index.View;
import dev.parley.rag.index.View.Ranking;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** What the caller may not do, as opposed to what can't be done now. */
    private static final Set<ErrorCode> REFUSALS = EnumSet.of(
            ErrorCode.UNAUTHORIZED,
            ErrorCode.PRICE_UNKNOWN,
            ErrorCode.BUDGET_EXCEEDED,
            ErrorCode.MODEL_NOT_ALLOWED,
            ErrorCode.REQUEST_EXCEEDS_LIMIT,
            ErrorCode.RATE_LIMITED,
            ErrorCode.CONFLICT,
            ErrorCode.DRAINING);

    private RagSettings rules;

    @Inject
    Settings settings;

    @Inject
    Generation generation;

    @Inject
    Passages passages;

    @Inject
    DocumentStore store;

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
        generation.demandModel(search.rerank(), by.caller());
        var found = find(search.forReranking(), by, deadline, search.mode());
        var best = rerankStep.best(search.rerank(), search.query(), found.hits(), search.most(), apart(by), deadline);
        return new Retrieved(best, found.mode(), found.degraded(), since(begun));
    }

    /** As {@link #find}, by words alone: nothing is paid. */
    public Retrieved findFree(Search search, Requester by, Deadline deadline) {
        return find(search, by, deadline, Mode.KEYWORD);
    }

    /** What would become of the paid part of a search; empty for one that costs nothing. */
    public Optional<Verdict> assess(Search search, Requester by) {
        return rules.hasVectors() && search.mode().usesVectors()
                ? Optional.of(generation.assess(question(search), by))
                : Optional.empty();
    }

    private EmbeddingRequest question(Search search) {
        return new EmbeddingRequest(rules.model(), List.of(new EmbeddingRequest.Input.Text(search.query())), null);
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
                    ? soon(() -> byVector(view, scope, search, by, depth), rules.embeddingTimeout(), deadline)
                    : null;
            var found = new Found(words, vectors);
            return new Retrieved(
                    view.best(search.query(), found.words, found.vectors, search.most()),
                    found.mode(),
                    found.degraded,
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

    private Ranking byVector(View view, Scope scope, Search search, Requester by, int depth) {
        var model = generation.qualifiedName(rules.model());
        demandUnmixed(view.withoutVectorsOf(model, scope.owner()), model);
        var made = generation.embed(question(search), apart(by));
        if (!made.model().equals(model)) {
            throw new ApiException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "Only %s makes vectors now, which are not comparable to those of %s."
                            .formatted(made.model(), model));
        }
        return view.byVector(scope, model, made.vectors().getFirst(), depth);
    }

    /** While they are made anew, words have to do. */
    private void demandUnmixed(int others, String model) {
        if (others > 0) {
            throw new ApiException(
                    store.isReindexing() ? ErrorCode.PROVIDER_UNAVAILABLE : ErrorCode.CONFLICT,
                    "%d passages have no vectors of %s, which can't be compared to others: POST /admin/rag/reindex makes them, mode keyword does without."
                            .formatted(others, model));
        }
    }

    /** A request of its own: the answer's headers tell of the answer, and its idempotency key is the answer's too. */
    private static Requester apart(Requester by) {
        var context = by.context();
        return new Requester(
                RequestContext.background(context.id(), context.traceparent(), context.path()),
                by.caller(),
                false,
                by.cache(),
                null);
    }

    /** A ranking that is on its way. */
    private record Pending(CompletableFuture<Ranking> ranking, Deadline deadline, Duration most) {

        Ranking await() {
            long nanos = Math.min(most.toNanos(), Math.max(0, deadline.remainingNanos()));
            try {
                return ranking.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException tooSlow) {
                throw new ApiException(
                        ErrorCode.DEADLINE_EXCEEDED,
                        "It took longer than the %d ms allowed."
                                .formatted(Duration.ofNanos(nanos).toMillis()),
                        tooSlow);
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof ApiException told
                        ? told
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException nobodyWaits) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while passages were looked for", nobodyWaits);
            }
        }
    }

    private Pending soon(Supplier<Ranking> ranking, Duration most, Deadline deadline) {
        return new Pending(CompletableFuture.supplyAsync(ranking, threads), deadline, most);
    }

    /** Both rankings, or one and what became of the other. */
    private static final class Found {

        private final Ranking words;
        private final Ranking vectors;
        private Retrieved.Degraded degraded;

        Found(Pending byWords, Pending byVectors) {
            ApiException failure = null;
            Ranking itsWords = null;
            if (byWords != null) {
                try {
                    itsWords = byWords.await();
                } catch (ApiException failed) {
                    failure = failed;
                    degraded = Retrieved.Degraded.of(Mode.KEYWORD, failed);
                }
            }
            words = itsWords;
            vectors = byVectors == null ? null : vectors(byVectors, failure);
            if (words == null && vectors == null) {
                throw failure;
            }
        }

        private Ranking vectors(Pending pending, ApiException before) {
            try {
                return pending.await();
            } catch (ApiException failed) {
                if (words == null || REFUSALS.contains(failed.code())) {
                    throw before != null && !REFUSALS.contains(failed.code()) ? before : failed;
                }
                degraded = Retrieved.Degraded.of(Mode.VECTOR, failed);
                return null;
            }
        }

        Mode mode() {
            return words == null ? Mode.VECTOR : vectors == null ? Mode.KEYWORD : Mode.HYBRID;
        }
    }

    private static long since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun).toMillis();
    }
}
