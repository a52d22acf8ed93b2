package dev.parley.rag;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.index.Ranking;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the ways to search have found: both, or one and what became of the other.
 *
 * @param words null where they were not asked, or failed
 * @param vectors likewise
 * @param degraded what failed, null when nothing did
 */
record Rankings(Ranking words, Ranking vectors, Retrieved.Degraded degraded) {

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

    /**
     * Waits for what was asked for.
     *
     * @param byWords null where words are not asked, as {@code byVectors}; not both
     * @throws ApiException a refusal, or the failure of all ways
     */
    static Rankings await(PendingRanking byWords, PendingRanking byVectors) {
        var words = Way.await(byWords);
        var vectors = Way.await(byVectors);
        if (vectors.isRefused() || words.ranking == null && vectors.ranking == null) {
            throw words.failure == null || vectors.isRefused() ? vectors.failure : words.failure;
        }
        if (words.failure != null) {
            return new Rankings(null, vectors.ranking, Retrieved.Degraded.of(Mode.KEYWORD, words.failure));
        }
        var degraded = vectors.failure == null ? null : Retrieved.Degraded.of(Mode.VECTOR, vectors.failure);
        return new Rankings(words.ranking, vectors.ranking, degraded);
    }

    Mode mode() {
        return words == null ? Mode.VECTOR : vectors == null ? Mode.KEYWORD : Mode.HYBRID;
    }

    /** One way to search, and what came of it; neither where it was not asked. */
    private record Way(Ranking ranking, ApiException failure) {

        static Way await(PendingRanking pending) {
            try {
                return new Way(pending == null ? null : pending.await(), null);
            } catch (ApiException failed) {
                return new Way(null, failed);
            }
        }

        boolean isRefused() {
            return failure != null && REFUSALS.contains(failure.code());
        }
    }
}
