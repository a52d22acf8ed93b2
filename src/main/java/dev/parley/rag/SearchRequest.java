package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.PlainText;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /rag/search}. */
@Schema(name = "SearchRequest")
record SearchRequest(
        @Schema(examples = "How many days of leave are there?") @NotBlank @Size(max = 2_000) @PlainText
        String query,

        @Schema(defaultValue = "5") @JsonProperty("top_k") @Min(1) @Max(20) Integer topK,

        @Schema(description = "all of them when absent") @Size(max = 64) @PlainText
        String collection,

        @Schema(
                implementation = Object.class,
                description = "metadata that must hold: a value, a list of values, or a range with gt, gte, lt, lte",
                examples = "{\"year\": {\"gte\": 2020}}")
        ObjectNode filter,

        @Schema(defaultValue = "hybrid") Mode mode,

        @Schema(
                description =
                        "a model that puts the twenty best in a better order: a reranker, or one that makes vectors")
        @Size(min = 1, max = 256) @PlainText
        String rerank,

        @Schema(description = "passages with less are left out", defaultValue = "0")
        @JsonProperty("min_score")
        @DecimalMin("0") @DecimalMax("1") Double minScore) {

    private static final int DEFAULT_TOP = 5;

    Retrieval.Search toSearch() {
        return new Retrieval.Search(
                query,
                topK == null ? DEFAULT_TOP : topK,
                mode == null ? Mode.HYBRID : mode,
                Retrieval.Search.in(collection),
                Filters.read(filter),
                rerank);
    }
}
