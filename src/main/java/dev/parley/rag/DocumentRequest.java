package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.PlainText;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is said about a document, and its content where that comes as JSON. */
@Schema(name = "DocumentRequest")
record DocumentRequest(
        @Schema(
                description = "a new one is made up when absent; the document of this id is replaced",
                examples = "handbook")
        @Pattern(regexp = Names.PATTERN, message = Names.MESSAGE) String id,

        @Schema(defaultValue = Names.DEFAULT_COLLECTION)
        @Pattern(regexp = Names.COLLECTION_PATTERN, message = Names.COLLECTION_MESSAGE) String collection,

        @Size(max = 500) @PlainText String title,

        @Schema(description = "where it comes from, a URL for example; shown with each passage")
        @Size(max = 2_000) @PlainText
        String source,

        @Schema(
                implementation = Object.class,
                description = "at most 32 fields with texts, numbers or truth values, which searches can filter by")
        ObjectNode metadata,

        @Schema(description = "the text", examples = "# Leave\n\nEverybody has 30 days of leave.")
        String content,

        @Schema(description = "or a file's bytes in base64") @JsonProperty("content_base64")
        byte[] contentBase64,

        @Schema(
                description =
                        "text/plain, text/markdown, text/csv, text/html, application/pdf or DOCX's own type; of content, text/plain"
                                + " when absent")
        @JsonProperty("content_type")
        @Size(max = 200) String contentType) {

    private static final int MOST_FIELDS = 32;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 1_000;

    /** The metadata as text, null for none. */
    String metadataText() {
        if (metadata == null || metadata.isEmpty()) {
            return null;
        }
        if (metadata.size() > MOST_FIELDS) {
            throw bad("metadata", "must have at most %d fields and has %d".formatted(MOST_FIELDS, metadata.size()));
        }
        metadata.properties().forEach(field -> check(field.getKey(), field.getValue()));
        return metadata.toString();
    }

    private static void check(String name, JsonNode value) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw bad("metadata", "must have names of 1 to %d characters".formatted(LONGEST_NAME));
        }
        boolean good = value.isNumber()
                || value.isBoolean()
                || value.isTextual()
                        && value.textValue().length() <= LONGEST_VALUE
                        && value.textValue().indexOf('\0') < 0;
        if (!good) {
            throw bad(
                    "metadata." + name,
                    "must be a number, true, false or a text of at most %d characters".formatted(LONGEST_VALUE));
        }
    }

    static ApiException bad(String field, String message) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, field + " " + message + ".", List.of(new FieldError(field, message)));
    }
}
