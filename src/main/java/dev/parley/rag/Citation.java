package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A citation of an answer, checked. */
@Schema(name = "Citation")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Citation(
        @Schema(description = "of the source that is cited") int number,

        @Schema(description = "where the citation stands in the answer")
        int position,

        @JsonProperty("document_id") String documentId,
        String title,
        String source,

        @Schema(
                description =
                        "the words that the answer quotes; where it quotes none, the sentence of the passage that says most of it")
        String quote,

        @Schema(description = "where the quoted words stand in the document's text; absent when they don't")
        SourceWire.Range range,

        @Schema(
                description =
                        "true when there is such a source, and the quoted words stand in its passage or, where nothing is quoted, at"
                                + " least half of the sentence's words do")
        boolean verified) {}
