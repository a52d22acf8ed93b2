package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.rag.index.Hit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A passage that was found, as JSON. */
@Schema(name = "Source")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SourceWire(
        @Schema(description = "what an answer cites it by, from 1; also its rank")
        int number,

        @JsonProperty("document_id") String documentId,
        String collection,
        String title,
        String source,
        @Schema(implementation = Object.class) @JsonRawValue String metadata,
        String heading,
        String passage,

        @Schema(description = "where it stands in the document's text")
        Range range,

        @Schema(
                description =
                        "0 to 1: its nearness by vector, or the weighted share of the question's words that it has, whichever is"
                                + " larger; the order is by both ranks fused")
        double score,

        @JsonProperty("keyword_rank") Integer keywordRank,
        @JsonProperty("vector_rank") Integer vectorRank) {

    /** Characters from {@code start} to before {@code end}. */
    @Schema(name = "Range")
    public record Range(int start, int end) {}

    static SourceWire of(int number, Hit hit) {
        var passage = hit.passage();
        return new SourceWire(
                number,
                hit.document(),
                hit.collection(),
                hit.title(),
                hit.source(),
                hit.metadata(),
                passage.heading(),
                passage.text(),
                new Range(passage.begin(), passage.end()),
                hit.score(),
                hit.keywordRank(),
                hit.vectorRank());
    }
}
