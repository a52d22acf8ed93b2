package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.rag.document.Document;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of documents.
 *
 * @param next what {@code after} must be for the next page, null on the last
 */
@Schema(name = "DocumentPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record DocumentPage(
        List<DocumentWire> data, @JsonProperty("has_more") boolean hasMore, String next) {

    /** @param rows one more than {@code limit} when there are more */
    static DocumentPage of(List<Document> rows, int limit) {
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        return new DocumentPage(
                shown.stream().map(DocumentWire::of).toList(),
                more,
                more ? shown.getLast().id() : null);
    }
}
