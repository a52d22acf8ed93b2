package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/responses/compact}. */
@Schema(name = "CompactRequest")
record CompactRequest(
        String model,

        @Schema(description = "a string, or a list of items", implementation = Object.class)
        JsonNode input,

        @Schema(description = "what the summary should mind")
        String instructions,

        @JsonProperty("previous_response_id") String previousResponseId) {}
