package dev.parley.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** OpenAI's own description of its answers. */
final class OfficialSchema {

    private static final ObjectNode ALL = read();

    private OfficialSchema() {}

    /** Asserts that {@code json} is a {@code name} of OpenAI's document. */
    static JsonNode assertIs(String name, String json) {
        try {
            var root = ALL.deepCopy().put("$ref", "#/$defs/" + name);
            var node = Json.MAPPER.readTree(json);
            assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(root)
                            .validate(node))
                    .as(json)
                    .isEmpty();
            return node;
        } catch (IOException broken) {
            throw new UncheckedIOException(json, broken);
        }
    }

    private static ObjectNode read() {
        try (var in = OfficialSchema.class.getResourceAsStream("/specs/openai-answers.schema.json")) {
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
