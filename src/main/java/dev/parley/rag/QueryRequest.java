package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.OnDisconnect;
import dev.parley.http.PlainText;
import dev.parley.llm.Sampling;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /rag/query}. */
@Schema(name = "QueryRequest")
record QueryRequest(
        @Schema(examples = "How many days of leave are there?") @NotBlank @Size(max = 2_000) @PlainText
        String query,

        @Schema(description = "passages that the answer is made from, at most", defaultValue = "5")
        @JsonProperty("top_k")
        @Min(1) @Max(20) Integer topK,

        @Schema(description = "all of them when absent") @Size(max = 64) @PlainText
        String collection,

        @Schema(implementation = Object.class, description = "metadata that must hold, as for a search")
        ObjectNode filter,

        @Schema(defaultValue = "hybrid") Mode mode,

        @Schema(description = "a model that puts the twenty best passages in a better order, as for a search")
        @Size(min = 1, max = 256) @PlainText
        String rerank,

        @Schema(description = "provider/model, an alias or a bare name; the default model when absent")
        @Size(min = 1, max = 256) @PlainText
        String model,

        @DecimalMin("0") @DecimalMax("2") Double temperature,
        @JsonProperty("max_tokens") @Min(1) @Max(16_384) Integer maxTokens,

        @Schema(description = "true for server-sent events", defaultValue = "false")
        Boolean stream,

        @Schema(description = "what becomes of the generation when the client leaves", defaultValue = "cancel")
        @JsonProperty("on_disconnect")
        OnDisconnect onDisconnect) {

    Retrieval.Search toSearch() {
        return new SearchRequest(query, topK, collection, filter, mode, rerank, null).toSearch();
    }

    Sampling sampling() {
        return Sampling.of(temperature, maxTokens);
    }

    boolean continues() {
        return onDisconnect == OnDisconnect.CONTINUE;
    }
}
