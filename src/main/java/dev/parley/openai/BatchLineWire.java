package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The lines of a batch's input and output. */
final class BatchLineWire {

    private BatchLineWire() {}

    @Schema(name = "BatchRequestInput")
    record Input(@JsonProperty("custom_id") String customId, String method, String url, JsonNode body) {}

    /** @param error null where there is a response, of whatever status */
    @Schema(name = "BatchRequestOutput")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Output(String id, @JsonProperty("custom_id") String customId, Answer response, Failure error) {}

    @Schema(name = "BatchRequestResponse")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Answer(
            @JsonProperty("status_code") int statusCode,
            @JsonProperty("request_id") String requestId,
            Object body) {}

    @Schema(name = "BatchRequestError")
    record Failure(String code, String message) {}
}
