package dev.parley.embedding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.generation.Ranked;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is sent to and answered by {@code POST /rerank}. */
final class RerankWire {

    private RerankWire() {}

    @Schema(name = "RerankRequest")
    record Request(
            @Schema(description = "a reranker, or a model that makes vectors; parley.rerank.model when absent")
            @Size(min = 1, max = 256) String model,

            @NotNull @Size(min = 1, max = 32_768) String query,

            @Schema(type = SchemaType.ARRAY, description = "texts, or objects with a text") @NotEmpty List<JsonNode> documents,

            @Schema(description = "as many of the best are answered; all when absent") @JsonProperty("top_n") @Min(1) Integer topN,

            @Schema(description = "whether each result repeats its document") @JsonProperty("return_documents")
            Boolean returnDocuments) {

        int most() {
            return topN == null ? documents.size() : topN;
        }

        boolean returnsDocuments() {
            return Boolean.TRUE.equals(returnDocuments);
        }
    }

    @Schema(name = "RerankDocument")
    record Document(String text) {}

    /** @param index of the document in the request */
    @Schema(name = "RerankResult")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(
            int index, @JsonProperty("relevance_score") double relevanceScore, Document document) {}

    @Schema(name = "RerankUsage")
    record Tokens(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    /** The same tokens, where Cohere's clients look for them. */
    @Schema(name = "RerankMeta")
    record Meta(Counted tokens) {}

    @Schema(name = "RerankMetaTokens")
    record Counted(
            @JsonProperty("input_tokens") int inputTokens,
            @JsonProperty("output_tokens") int outputTokens) {}

    @Schema(name = "RerankAnswer")
    record Answer(String id, String model, List<Result> results, Tokens usage, Meta meta) {

        /** @param documents null when the results don't repeat them */
        static Answer of(Ranked ranked, List<String> documents) {
            var ranking = ranked.ranking();
            var results = ranking.places().stream()
                    .map(place -> new Result(
                            place.index(),
                            place.relevance(),
                            documents == null ? null : new Document(documents.get(place.index()))))
                    .toList();
            int tokens = ranking.usage().input();
            return new Answer(
                    ranked.id(),
                    ranking.model(),
                    results,
                    new Tokens(tokens, tokens),
                    new Meta(new Counted(tokens, 0)));
        }
    }
}
