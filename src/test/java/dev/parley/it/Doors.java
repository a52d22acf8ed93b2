package dev.parley.it;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A call of every paid door, as its path and a body that the scripted upstream answers. */
final class Doors {

    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private Doors() {}

    /** Those whose answers are given again to an equal question; rankings are not. */
    static Stream<Arguments> cached() {
        return all().filter(door -> !door.get()[0].equals("rerank"));
    }

    static Stream<Arguments> all() {
        return Map.of(
                        "chat", "{\"prompt\":\"hi\",\"model\":\"openai/answer\"}",
                        "chat?", "{\"prompt\":\"hi\",\"model\":\"openai/stream\",\"stream\":true}",
                        "conversation", "{\"model\":\"openai/answer\",\"stream\":false," + MESSAGES + "}",
                        "v1/chat/completions", "{\"model\":\"openai/answer\"," + MESSAGES + "}",
                        "v1/chat/completions?", "{\"model\":\"openai/stream\",\"stream\":true," + MESSAGES + "}",
                        "v1/embeddings", "{\"model\":\"openai/vectors\",\"input\":\"hi\"}",
                        "rerank", "{\"model\":\"openai/ranking\",\"query\":\"hi\",\"documents\":[\"a\",\"b\"]}",
                        "v1/responses", "{\"model\":\"openai/answer\",\"input\":\"hi\"}",
                        "v1/responses?", "{\"model\":\"openai/stream\",\"input\":\"hi\",\"stream\":true}",
                        "v1/responses/compact", "{\"model\":\"openai/answer\",\"input\":\"hi\"}")
                .entrySet()
                .stream()
                .map(door -> Arguments.of(door.getKey(), door.getValue()));
    }
}
