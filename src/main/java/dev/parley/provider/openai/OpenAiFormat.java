package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.llm.ResponseFormat;
import dev.parley.provider.WireJson;
import java.io.IOException;

/** Writes the form that the answer must have. */
final class OpenAiFormat {

    private OpenAiFormat() {}

    static void write(JsonGenerator json, ResponseFormat format) throws IOException {
        switch (format) {
            case null -> {
                // text, which is the default
            }
            case ResponseFormat.JsonObject any -> {
                json.writeObjectFieldStart("response_format");
                json.writeStringField("type", "json_object");
                json.writeEndObject();
            }
            case ResponseFormat.JsonSchema schema -> schema(json, schema);
        }
    }

    private static void schema(JsonGenerator json, ResponseFormat.JsonSchema schema) throws IOException {
        json.writeObjectFieldStart("response_format");
        json.writeStringField("type", "json_schema");
        json.writeObjectFieldStart("json_schema");
        json.writeStringField("name", schema.name());
        WireJson.raw(json, "schema", schema.schema());
        if (schema.strict() != null) {
            json.writeBooleanField("strict", schema.strict());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
