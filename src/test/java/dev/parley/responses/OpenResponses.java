package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The published schema of Open Responses, to check against what we send. */
public final class OpenResponses {

    /** Logs each word of OpenAPI that JSON Schema does not know. Held, or the level is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("com.networknt.schema");

    static {
        LIBRARY.setLevel(Level.SEVERE);
    }

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonNode COMPONENTS = components();
    private static final Map<String, String> EVENTS = events();

    private OpenResponses() {}

    /** The JSON of a response object. */
    public static JsonNode response(JsonNode json) {
        return valid(json, "ResponseResource");
    }

    /** The JSON of an event, by its type. */
    public static JsonNode event(JsonNode json) {
        assertThat(EVENTS).as("types of events").containsKey(json.path("type").asText());
        return valid(json, EVENTS.get(json.path("type").asText()));
    }

    /** The JSON of an item that we hand out. */
    public static JsonNode item(JsonNode json) {
        return valid(json, "ItemField");
    }

    private static JsonNode valid(JsonNode json, String name) {
        var document = Json.MAPPER.createObjectNode();
        document.put("$ref", "#/components/schemas/" + name).set("components", COMPONENTS);
        assertThat(SCHEMAS.getSchema(document).validate(json))
                .as("%s %s", name, json)
                .isEmpty();
        return json;
    }

    private static JsonNode components() {
        try (var file = OpenResponses.class.getResourceAsStream("/specs/open-responses.openapi.json")) {
            return Json.MAPPER.readTree(file).path("components");
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static Map<String, String> events() {
        var byType = new HashMap<String, String>();
        COMPONENTS.path("schemas").properties().forEach(schema -> {
            if (schema.getKey().endsWith("StreamingEvent")) {
                byType.put(schema.getValue().at("/properties/type/enum/0").asText(), schema.getKey());
            }
        });
        return byType;
    }
}
