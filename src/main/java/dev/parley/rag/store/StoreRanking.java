package dev.parley.rag.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import dev.parley.rag.Mode;
import java.util.List;
import java.util.Set;

/**
 * {@code ranking_options} as OpenAI writes them.
 *
 * @param mode by words, by vectors or by both
 * @param least score that a passage must have
 */
public record StoreRanking(Mode mode, double least) {

    public static final StoreRanking USUAL = new StoreRanking(Mode.HYBRID, 0);

    /** There is one way here to put passages in order, whichever of these it is called. */
    private static final Set<String> RANKERS = Set.of("none", "auto", "default-2024-11-15");

    /**
     * @param options null for none
     * @param path where they stand in the request
     * @throws ApiException {@code INVALID_REQUEST} naming the place of what is wrong
     */
    public static StoreRanking read(JsonNode options, String path) {
        if (options == null || options.isNull() || options.isMissingNode()) {
            return USUAL;
        }
        if (!options.isObject()) {
            throw bad(path, "must be an object");
        }
        if (options.hasNonNull("ranker")
                && !RANKERS.contains(options.get("ranker").asText())) {
            throw bad(path + ".ranker", "must be none, auto or default-2024-11-15");
        }
        return new StoreRanking(mode(options.path("hybrid_search"), path + ".hybrid_search"), least(options, path));
    }

    private static double least(JsonNode options, String path) {
        var least = options.path("score_threshold");
        if (least.isMissingNode() || least.isNull()) {
            return 0;
        }
        if (!least.isNumber() || !(least.doubleValue() >= 0 && least.doubleValue() <= 1)) {
            throw bad(path + ".score_threshold", "must be a number from 0 to 1");
        }
        return least.doubleValue();
    }

    /** Ranks are fused evenly: one of two weights can be nothing, or both are the same. */
    private static Mode mode(JsonNode weights, String path) {
        if (weights.isMissingNode() || weights.isNull()) {
            return Mode.HYBRID;
        }
        double vectors = weights.path("embedding_weight").asDouble(-1);
        double words = weights.path("text_weight").asDouble(-1);
        if (vectors < 0 || words < 0 || vectors + words == 0 || vectors * words > 0 && vectors != words) {
            throw bad(path, "must have an embedding_weight and a text_weight that are equal, or of which one is 0");
        }
        return vectors == 0 ? Mode.KEYWORD : words == 0 ? Mode.VECTOR : Mode.HYBRID;
    }

    private static ApiException bad(String path, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, path + " " + what + ".", List.of(new FieldError(path, what)));
    }
}
