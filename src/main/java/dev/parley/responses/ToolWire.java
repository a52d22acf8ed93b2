package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.ToolSpec;

/** A function the model may call, as a response shows it: null where the request said nothing. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ToolWire(String type, String name, String description, JsonNode parameters, Boolean strict) {

    ToolSpec toSpec() {
        return new ToolSpec(name, description, parameters == null ? null : parameters.toString(), strict);
    }
}
