package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.rag.document.Tally;
import dev.parley.rag.store.VectorStore;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A vector store, in OpenAI's shape. Moments are seconds since 1970. */
@Schema(name = "VectorStoreObject")
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoreWire(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        String name,
        String description,

        @Schema(description = "of the files that are completed") @JsonProperty("usage_bytes")
        long usageBytes,

        @JsonProperty("file_counts") CountsWire fileCounts,

        @Schema(enumeration = {"expired", "in_progress", "completed"})
        String status,

        @JsonProperty("expires_after") Expiry expiresAfter,
        @JsonProperty("expires_at") Long expiresAt,
        @JsonProperty("last_active_at") long lastActiveAt,
        Map<String, String> metadata) {

    /** After how many days without use it expires. */
    @Schema(name = "VectorStoreExpirationAfter")
    record Expiry(String anchor, int days) {}

    /** The body of {@code POST /v1/vector_stores}. */
    @Schema(name = "CreateVectorStoreRequest")
    record Create(
            String name,
            String description,

            @Schema(description = "at most 500") @JsonProperty("file_ids")
            List<String> fileIds,

            @Schema(implementation = Object.class, description = "at most 16 texts")
            JsonNode metadata,

            @Schema(implementation = Expiry.class) @JsonProperty("expires_after")
            JsonNode expiresAfter,

            @Schema(
                    implementation = Object.class,
                    description =
                            "of file_ids: {type: auto}, or {type: static, static: {max_chunk_size_tokens, chunk_overlap_tokens}}")
            @JsonProperty("chunking_strategy")
            JsonNode chunkingStrategy) {}

    /** The body of {@code POST /v1/vector_stores/{id}}; what is absent stays. */
    @Schema(name = "UpdateVectorStoreRequest")
    record Update(
            String name,
            @Schema(implementation = Object.class) JsonNode metadata,

            @Schema(implementation = Expiry.class, description = "null for never") @JsonProperty("expires_after")
            JsonNode expiresAfter) {}

    @Schema(name = "DeletedVectorStore")
    record Deleted(String id, String object, boolean deleted) {}

    static StoreWire of(VectorStore store, Map<String, Tally> tallies, long now) {
        var tally = tallies.getOrDefault(store.id(), Tally.NOTHING);
        var pending = tally.pending() > 0 ? "in_progress" : "completed";
        return new StoreWire(
                store.id(),
                "vector_store",
                store.createdAt() / 1_000,
                store.name(),
                store.description(),
                tally.bytes(),
                CountsWire.of(tally, 0),
                store.isExpired(now) ? "expired" : pending,
                store.expiresDays() == null ? null : new Expiry(StoreRules.ANCHOR, store.expiresDays()),
                store.expiresAt() == null ? null : store.expiresAt() / 1_000,
                store.activeAt() / 1_000,
                store.metadata());
    }
}
