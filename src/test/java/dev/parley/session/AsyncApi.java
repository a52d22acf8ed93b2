package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The published AsyncAPI document, for tests to hold against what is sent. */
public final class AsyncApi {

    static final JsonNode DOCUMENT = read("/dev/parley/session/asyncapi.json");

    private AsyncApi() {}

    /** Asserts that a channel has a message of this name, of which {@code payload} is one. */
    public static JsonNode describes(String channel, String name, JsonNode payload) {
        var message = messages(channel).stream()
                .filter(known -> known.path("name").asText().equals(name))
                .findFirst();
        assertThat(message).as("%s in the channel %s", name, channel).isPresent();
        var schema = ((ObjectNode) message.get().path("payload").deepCopy());
        schema.set("components", DOCUMENT.path("components"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(schema)
                        .validate(payload))
                .as(payload.toString())
                .isEmpty();
        return payload;
    }

    static List<JsonNode> messages(String channel) {
        var messages = new ArrayList<JsonNode>();
        for (var reference : DOCUMENT.at("/channels/" + channel + "/messages")) {
            messages.add(resolved(reference));
        }
        return messages;
    }

    static JsonNode resolved(JsonNode reference) {
        return DOCUMENT.at(reference.path("$ref").asText().substring(1));
    }

    static JsonNode read(String resource) {
        try (var in = AsyncApi.class.getResourceAsStream(resource)) {
            return Json.MAPPER.readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
