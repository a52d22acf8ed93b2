package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** {@code response_format}. */
@Schema(name = "ResponseFormat")
record FormatWire(
        @Schema(enumeration = {"text", "json_object", "json_schema"})
        String type,

        @JsonProperty("json_schema") Definition jsonSchema) {

    @Schema(name = "ResponseFormatJsonSchema")
    record Definition(
            String name,

            @Schema(implementation = Object.class, description = "JSON Schema that the answer must fulfil")
            JsonNode schema,

            Boolean strict) {}
}
