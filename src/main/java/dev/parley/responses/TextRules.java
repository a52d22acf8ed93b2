package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.ResponseFormat;
import java.util.List;

/**
 * The form of the answer's text.
 *
 * @param shown {@code text} as the response shows it
 * @param format what the model is held to, null for free text
 */
record TextRules(Shown shown, ResponseFormat format) {

    static final TextRules FREE = new TextRules(new Shown(new Plain("text"), null), null);

    private static final List<String> VERBOSITIES = List.of("low", "medium", "high");

    /** {@code text} of a response. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Shown(Object format, String verbosity) {}

    /** The formats {@code text} and {@code json_object}. */
    record Plain(String type) {}

    /** The format {@code json_schema}. The schema itself is not repeated: Open Responses allows only null for it in a response. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Schema(String type, String name, String description, JsonNode schema, boolean strict) {}

    static TextRules read(JsonNode text) {
        if (text == null || text.isNull()) {
            return FREE;
        }
        var fields = new Fields(text, "text");
        var verbosity = fields.oneOf("verbosity", VERBOSITIES, null);
        if (!fields.has("format")) {
            return new TextRules(new Shown(new Plain("text"), verbosity), null);
        }
        var format = new Fields(fields.node("format"), fields.path("format"));
        var type = format.requiredText("type");
        return switch (type) {
            case "text" -> new TextRules(new Shown(new Plain(type), verbosity), null);
            case "json_object" -> new TextRules(new Shown(new Plain(type), verbosity), new ResponseFormat.JsonObject());
            case "json_schema" -> schema(format, verbosity);
            default -> throw Invalid.param(format.path("type"), "must be text, json_object or json_schema");
        };
    }

    private static TextRules schema(Fields format, String verbosity) {
        var name = ToolReader.name(format);
        if (!format.node("schema").isObject()) {
            throw Invalid.param(format.path("schema"), "must be a JSON Schema object");
        }
        var strict = format.flag("strict");
        var shown = new Schema("json_schema", name, format.text("description"), null, Boolean.TRUE.equals(strict));
        return new TextRules(
                new Shown(shown, verbosity),
                new ResponseFormat.JsonSchema(name, format.node("schema").toString(), strict));
    }
}
