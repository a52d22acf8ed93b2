package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.StringJoiner;

/** What a user says in the middle of a response, as far as it is text: a string, or user messages of text. */
final class SteerText {

    private SteerText() {}

    /** Empty for what holds anything else: it can only be the input of another request. */
    static Optional<String> of(JsonNode input) {
        if (input.isTextual()) {
            return Optional.of(input.textValue());
        }
        var texts = new StringJoiner("\n");
        for (var item : input) {
            if (!item.path("type").asText("message").equals("message")
                    || !item.path("role").asText("user").equals("user")
                    || !isAdded(item.path("content"), texts)) {
                return Optional.empty();
            }
        }
        return input.isArray() && texts.length() > 0 ? Optional.of(texts.toString()) : Optional.empty();
    }

    private static boolean isAdded(JsonNode content, StringJoiner texts) {
        if (content.isTextual()) {
            texts.add(content.textValue());
            return true;
        }
        for (var part : content) {
            if (!part.path("type").asText().equals("input_text")) {
                return false;
            }
            texts.add(part.path("text").asText());
        }
        return content.isArray();
    }
}
