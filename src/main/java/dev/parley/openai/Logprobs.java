package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.run.Journal;
import java.util.ArrayList;

/** Puts the log probabilities of an answer's pieces together. */
final class Logprobs {

    private Logprobs() {}

    /** As JSON, null when the provider gave none. */
    static String of(Journal journal) {
        var pieces = new ArrayList<String>();
        for (int i = 0; i < journal.size(); i++) {
            if (journal.at(i) instanceof Delta.TextDelta text && text.logprobs() != null) {
                pieces.add(text.logprobs());
            }
        }
        return switch (pieces.size()) {
            case 0 -> null;
            case 1 -> pieces.getFirst();
            default -> joined(pieces);
        };
    }

    private static String joined(Iterable<String> pieces) {
        var all = Json.MAPPER.createObjectNode();
        var content = all.putArray("content");
        all.putNull("refusal");
        for (var piece : pieces) {
            if (parsed(piece) instanceof ObjectNode object) {
                object.path("content").forEach(content::add);
            }
        }
        return all.toString();
    }

    /** Null for what is not JSON. */
    private static JsonNode parsed(String piece) {
        try {
            return Json.MAPPER.readTree(piece);
        } catch (JsonProcessingException ofTheProvider) {
            return null;
        }
    }
}
