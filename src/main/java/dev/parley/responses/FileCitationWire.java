package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.rag.store.FileCitation;

/**
 * An annotation of an answer: the file that it cites, as OpenAI has it, with what was found out about it beside.
 *
 * @param index where the citation stands in the text
 * @param verified whether the file says so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileCitationWire(
        String type,
        int index,
        @JsonProperty("file_id") String fileId,
        String filename,
        String quote,
        boolean verified) {

    static JsonNode of(FileCitation citation) {
        return Json.MAPPER.valueToTree(new FileCitationWire(
                "file_citation",
                citation.index(),
                citation.fileId(),
                citation.filename(),
                citation.quote(),
                citation.verified()));
    }
}
