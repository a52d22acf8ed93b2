package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.rag.document.Document;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A document as JSON. */
@Schema(name = "Document")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentWire(
        String id,

        @Schema(
                description = "of the version that came last",
                enumeration = {"queued", "reading", "embedding", "ready", "failed"})
        String status,

        @Schema(description = "whether searches find it: this version, or the one before while this one is not ready")
        boolean searchable,

        @Schema(description = "why it failed") Reason error,
        @Schema(description = "while it is embedded") Progress progress,
        String collection,
        String title,
        String source,
        @Schema(implementation = Object.class) @JsonRawValue String metadata,
        @JsonProperty("content_type") String contentType,
        long characters,
        long passages,
        @JsonProperty("embedding_model") String embeddingModel,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("updated_at") String updatedAt) {

    /** Why a version failed. */
    @Schema(name = "DocumentError")
    record Reason(String code, String detail) {}

    /** How many passages are embedded. */
    @Schema(name = "DocumentProgress")
    record Progress(long done, long total) {}

    static DocumentWire of(Document document) {
        return new DocumentWire(
                document.id(),
                document.status().name().toLowerCase(Locale.ROOT),
                document.version() != null,
                document.errorCode() == null ? null : new Reason(document.errorCode(), document.errorDetail()),
                document.status() == Document.Status.EMBEDDING ? new Progress(document.done(), document.total()) : null,
                document.collection(),
                document.title(),
                document.source(),
                document.metadata(),
                document.contentType().isEmpty() ? null : document.contentType(),
                document.characters(),
                document.passages(),
                document.model(),
                Instant.ofEpochMilli(document.createdAt()).toString(),
                Instant.ofEpochMilli(document.updatedAt()).toString());
    }
}
