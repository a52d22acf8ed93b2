package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.file.StoredFile;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A file, in OpenAI's shape. Moments are seconds since 1970. */
@Schema(name = "OpenAIFile")
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileWire(
        String id,
        String object,
        long bytes,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("expires_at") Long expiresAt,
        String filename,
        String purpose,
        String status) {

    @Schema(name = "ListFilesResponse")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(
            String object,
            List<FileWire> data,
            @JsonProperty("first_id") String firstId,
            @JsonProperty("last_id") String lastId,
            @JsonProperty("has_more") boolean hasMore) {}

    @Schema(name = "DeleteFileResponse")
    record Deleted(String id, String object, boolean deleted) {}

    static FileWire of(StoredFile file) {
        return new FileWire(
                file.id(),
                "file",
                file.bytes(),
                file.createdAt() / 1_000,
                file.expiresAt() == null ? null : file.expiresAt() / 1_000,
                file.name(),
                file.purpose(),
                "processed");
    }

    static Page page(List<StoredFile> files, boolean more) {
        return new Page(
                "list",
                files.stream().map(FileWire::of).toList(),
                files.isEmpty() ? null : files.getFirst().id(),
                files.isEmpty() ? null : files.getLast().id(),
                more);
    }
}
