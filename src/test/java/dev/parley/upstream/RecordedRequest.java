package dev.parley.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One request as it came.
 *
 * @param headers by their names in lower case
 */
public record RecordedRequest(String line, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            throw new UncheckedIOException(new String(body, StandardCharsets.UTF_8), notJson);
        }
    }

    public String model() {
        return json().path("model").asText();
    }

    boolean wantsStream() {
        return json().path("stream").asBoolean();
    }

    boolean isAnthropic() {
        return line.contains("/messages");
    }

    /** The text of the last message, in either dialect. */
    String lastText() {
        var messages = json().path("messages");
        var content = messages.path(messages.size() - 1).path("content");
        return content.isTextual()
                ? content.asText()
                : content.path(0).path("text").asText();
    }
}
