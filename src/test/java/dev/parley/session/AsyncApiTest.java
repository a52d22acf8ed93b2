package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code /asyncapi} is a document of AsyncAPI 3, and of this code. */
class AsyncApiTest {

    private static final Pattern EVENT = Pattern.compile("\"((?:response|parley:tool_call)\\.[a-z_.]+[a-z])\"");

    /** Names that look like events and are objects. */
    private static final Pattern OBJECTS = Pattern.compile("response\\.(compaction|input_tokens)");

    @Test
    void isADocumentOfAsyncApi() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(AsyncApi.read("/specs/asyncapi-3.0.0.schema.json"));

        assertThat(schema.validate(AsyncApi.DOCUMENT)).isEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (var reference : AsyncApi.DOCUMENT.findValues("$ref")) {
            assertThat(AsyncApi.DOCUMENT.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void namesEveryEventThatTheCodeNames() {
        var named = new TreeSet<String>();
        AsyncApi.messages("session")
                .forEach(message -> named.add(message.path("name").asText()));

        assertThat(named).containsAll(events("responses")).containsAll(events("session"));
    }

    private static TreeSet<String> events(String room) {
        var events = new TreeSet<String>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/parley", room))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> EVENT.matcher(text(file))
                            .results()
                            .map(found -> found.group(1))
                            .filter(name -> !OBJECTS.matcher(name).matches())
                            .forEach(events::add));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        assertThat(events).isNotEmpty();
        return events;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
