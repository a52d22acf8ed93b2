package dev.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tool the model may call. */
@Schema(name = "ChatCompletionTool")
record ToolWire(@Schema(enumeration = "function") String type, Function function) {

    @Schema(name = "ChatCompletionFunction")
    record Function(
            String name,
            String description,

            @Schema(implementation = Object.class, description = "JSON Schema of the arguments")
            JsonNode parameters,

            Boolean strict) {}
}
