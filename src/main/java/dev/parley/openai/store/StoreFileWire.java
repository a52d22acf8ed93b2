package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.rag.document.FileText;
import dev.parley.rag.document.PassageSize;
import dev.parley.rag.store.FoundPassage;
import dev.parley.rag.store.StoreFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file of a vector store, in OpenAI's shape. */
@Schema(name = "VectorStoreFileObject")
@JsonInclude(JsonInclude.Include.ALWAYS)
record StoreFileWire(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("vector_store_id") String vectorStoreId,

        @Schema(description = "of the file, once it is completed") @JsonProperty("usage_bytes")
        long usageBytes,

        @Schema(enumeration = {"in_progress", "completed", "failed"})
        String status,

        @JsonProperty("last_error") LastError lastError,
        @JsonProperty("chunking_strategy") Strategy chunkingStrategy,
        @Schema(implementation = Object.class) Map<String, Object> attributes) {

    /** Why it failed. */
    @Schema(name = "VectorStoreFileError")
    record LastError(
            @Schema(enumeration = {"server_error", "unsupported_file", "invalid_file"})
            String code,

            String message) {}

    /** How it is cut. */
    @Schema(name = "StaticChunkingStrategyResponse")
    record Strategy(String type, @JsonProperty("static") Size size) {}

    /** How large passages are. */
    @Schema(name = "StaticChunkingStrategy")
    record Size(
            @JsonProperty("max_chunk_size_tokens") int tokens,
            @JsonProperty("chunk_overlap_tokens") int overlap) {}

    /** The body of {@code POST …/files}, and a file of a batch. */
    @Schema(name = "CreateVectorStoreFileRequest")
    record Attach(
            @JsonProperty("file_id") String fileId,

            @Schema(
                    implementation = Object.class,
                    description = "at most 16 texts, numbers or truth values, which filters go by")
            JsonNode attributes,

            @Schema(
                    implementation = Object.class,
                    description =
                            "{type: auto}, or {type: static, static: {max_chunk_size_tokens, chunk_overlap_tokens}}")
            @JsonProperty("chunking_strategy")
            JsonNode chunkingStrategy) {}

    /** The body of {@code POST …/files/{file_id}}. */
    @Schema(name = "UpdateVectorStoreFileRequest")
    record Update(@Schema(implementation = Object.class) JsonNode attributes) {}

    @Schema(name = "DeletedVectorStoreFile")
    record Deleted(String id, String object, boolean deleted) {}

    /** The text of a file, passage by passage. */
    @Schema(name = "VectorStoreFileContent")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Content(
            String object,
            List<SearchWire.Text> data,
            @JsonProperty("has_more") boolean hasMore,
            @JsonProperty("next_page") String nextPage) {

        static Content of(List<String> passages) {
            return new Content(
                    "vector_store.file_content.page",
                    passages.stream().map(SearchWire.Text::of).toList(),
                    false,
                    null);
        }
    }

    /** @param usual size of passages where none is wanted */
    static StoreFileWire of(StoreFile file, PassageSize usual) {
        var size = file.size() == null ? usual : file.size();
        return new StoreFileWire(
                file.id(),
                "vector_store.file",
                file.createdAt() / 1_000,
                file.store(),
                file.bytes(),
                file.status().name().toLowerCase(Locale.ROOT),
                file.failure() == null ? null : error(file),
                new Strategy("static", new Size(size.tokens(), size.overlap())),
                FoundPassage.values(file.attributes()));
    }

    private static LastError error(StoreFile file) {
        var isOurs = !file.failure().code().equals("unreadable");
        var itsOwn = FileText.reads(file.name()) ? "invalid_file" : "unsupported_file";
        return new LastError(isOurs ? "server_error" : itsOwn, file.failure().detail());
    }
}
