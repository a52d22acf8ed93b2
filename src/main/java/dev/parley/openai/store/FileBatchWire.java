package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.openai.BadParam;
import dev.parley.rag.store.FileBatch;
import dev.parley.rag.store.StoreFiles;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Files that were attached together, in OpenAI's shape. */
@Schema(name = "VectorStoreFileBatchObject")
record FileBatchWire(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("vector_store_id") String vectorStoreId,

        @Schema(enumeration = {"in_progress", "completed", "cancelled", "failed"})
        String status,

        @JsonProperty("file_counts") CountsWire fileCounts) {

    static final int MOST = 500;

    /** The body of {@code POST …/file_batches}. */
    @Schema(name = "CreateVectorStoreFileBatchRequest")
    record Create(
            @Schema(description = "at most 500; or files") @JsonProperty("file_ids")
            List<String> fileIds,

            @Schema(description = "each with attributes and chunking_strategy of its own")
            List<StoreFileWire.Attach> files,

            @Schema(implementation = Object.class, description = "of all file_ids")
            JsonNode attributes,

            @Schema(implementation = Object.class, description = "of all file_ids") @JsonProperty("chunking_strategy")
            JsonNode chunkingStrategy) {

        List<StoreFiles.Wish> wishes() {
            if ((fileIds == null) == (files == null)) {
                throw BadParam.of("file_ids", "or files must be there, and not both");
            }
            return files == null ? FileBatchWire.wishes(fileIds, attributes, chunkingStrategy) : wishesOfFiles();
        }

        private List<StoreFiles.Wish> wishesOfFiles() {
            demandSize(files, "files");
            var wishes = new ArrayList<StoreFiles.Wish>();
            for (int i = 0; i < files.size(); i++) {
                wishes.add(FileBatchWire.wish(files.get(i), "files[" + i + "]."));
            }
            return wishes;
        }
    }

    /** @param prefix of the names of its fields */
    static StoreFiles.Wish wish(StoreFileWire.Attach file, String prefix) {
        if (file == null || file.fileId() == null || file.fileId().isBlank()) {
            throw BadParam.of(prefix + "file_id", "is required");
        }
        return new StoreFiles.Wish(
                file.fileId(),
                StoreRules.attributes(file.attributes(), prefix + "attributes"),
                StoreRules.size(file.chunkingStrategy(), prefix + "chunking_strategy"));
    }

    /** The same wish for each file. */
    static List<StoreFiles.Wish> wishes(List<String> fileIds, JsonNode attributes, JsonNode chunkingStrategy) {
        demandSize(fileIds, "file_ids");
        if (fileIds.contains(null)) {
            throw BadParam.of("file_ids", "must be ids of files");
        }
        var each = StoreRules.attributes(attributes, "attributes");
        var size = StoreRules.size(chunkingStrategy, "chunking_strategy");
        return fileIds.stream()
                .distinct()
                .map(file -> new StoreFiles.Wish(file, each, size))
                .toList();
    }

    private static void demandSize(List<?> list, String param) {
        if (list.isEmpty() || list.size() > MOST) {
            throw BadParam.of(param, "must have 1 to " + MOST + " files");
        }
    }

    static FileBatchWire of(FileBatch batch) {
        return new FileBatchWire(
                batch.id(),
                "vector_store.files_batch",
                batch.createdAt() / 1_000,
                batch.store(),
                status(batch),
                CountsWire.of(batch.tally(), batch.gone()));
    }

    private static String status(FileBatch batch) {
        if (batch.tally().pending() > 0) {
            return "in_progress";
        }
        if (batch.isCancelled() && batch.gone() > 0) {
            return "cancelled";
        }
        return batch.tally().failed() > 0 && batch.tally().ready() == 0 ? "failed" : "completed";
    }
}
