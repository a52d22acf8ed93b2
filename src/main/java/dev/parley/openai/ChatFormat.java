package dev.parley.openai;

import dev.parley.llm.ResponseFormat;
import dev.parley.schema.Schemas;

/** Reads {@code response_format}. */
final class ChatFormat {

    private ChatFormat() {}

    /** Null for free text. */
    static ResponseFormat read(FormatWire wire, Schemas schemas) {
        if (wire == null) {
            return null;
        }
        return switch (wire.type() == null ? "" : wire.type()) {
            case "text" -> null;
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> schema(wire.jsonSchema(), schemas);
            default -> throw BadParam.of("response_format.type", "must be text, json_object or json_schema");
        };
    }

    private static ResponseFormat schema(FormatWire.Definition wire, Schemas schemas) {
        var at = "response_format.json_schema";
        if (wire == null) {
            throw BadParam.of(at, "is required");
        }
        if (wire.name() == null || !ChatTools.NAME.matcher(wire.name()).matches()) {
            throw BadParam.of(at + ".name", ChatTools.NAME_RULE);
        }
        if (wire.schema() == null || !wire.schema().isObject()) {
            throw BadParam.of(at + ".schema", "must be a JSON Schema, an object");
        }
        var text = wire.schema().toString();
        schemas.compile(at + ".schema", text);
        return new ResponseFormat.JsonSchema(wire.name(), text, wire.strict());
    }
}
