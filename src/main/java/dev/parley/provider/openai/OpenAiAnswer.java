package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.provider.AnswerParser;
import dev.parley.provider.UpstreamFailures;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.Queue;

/**
 * Understands {@code chat.completion.chunk} objects and the {@code chat.completion} of an answer in one piece, whose {@code message} reads
 * like one big {@code delta}. Works straight on the token stream, once over each byte: this is what every token of every stream passes.
 *
 * <p>The end is held back until the stream's own end mark, because the usage comes after the finish reason.
 */
final class OpenAiAnswer implements AnswerParser {

    private static final String DONE = "[DONE]";

    private final String model;
    private final UpstreamFailures failures;
    private final OpenAiChoice choice = new OpenAiChoice();
    private Usage usage;

    OpenAiAnswer(String model, UpstreamFailures failures) {
        this.model = model;
        this.failures = failures;
    }

    @Override
    public boolean accept(byte[] bytes, int from, int length, Queue<Delta> deltas) throws IOException {
        if (isDone(bytes, from, length)) {
            finish(deltas);
            return true;
        }
        // an event without data keeps a connection alive
        if (length > 0) {
            try (var json = WireJson.FACTORY.createParser(bytes, from, length)) {
                chunk(json, bytes, from, deltas);
            }
        }
        return false;
    }

    @Override
    public boolean end(Queue<Delta> deltas) {
        if (choice.finishReason() == null) {
            return false;
        }
        finish(deltas);
        return true;
    }

    private void finish(Queue<Delta> deltas) {
        if (usage != null) {
            deltas.add(new Delta.UsageDelta(usage));
        }
        var reason = choice.finishReason();
        deltas.add(new Delta.End(reason == null ? FinishReason.STOP : reason));
    }

    private static boolean isDone(byte[] bytes, int from, int length) {
        if (length != DONE.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[from + i] != DONE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void chunk(JsonParser json, byte[] bytes, int from, Queue<Delta> deltas) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            throw failures.malformed("streamed an event that is not a JSON object");
        }
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "choices" -> choices(json, bytes, from, deltas);
                case "usage" -> usage(json);
                case "error" -> error(json);
                default -> WireJson.skip(json);
            }
        }
    }

    private void choices(JsonParser json, byte[] bytes, int from, Queue<Delta> deltas) throws IOException {
        if (WireJson.enters(json, JsonToken.START_ARRAY)) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                choice.read(json, bytes, from, deltas);
            }
        }
    }

    private void usage(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        int input = 0;
        int output = 0;
        int cached = 0;
        int reasoning = 0;
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "prompt_tokens" -> input = WireJson.integer(json, 0);
                case "completion_tokens" -> output = WireJson.integer(json, 0);
                case "prompt_tokens_details" -> cached = detail(json, "cached_tokens");
                case "completion_tokens_details" -> reasoning = detail(json, "reasoning_tokens");
                default -> WireJson.skip(json);
            }
        }
        usage = new Usage(input, output, cached, reasoning, false);
    }

    private static int detail(JsonParser json, String name) throws IOException {
        int value = 0;
        if (WireJson.enters(json, JsonToken.START_OBJECT)) {
            for (String field; (field = json.nextFieldName()) != null; ) {
                if (field.equals(name)) {
                    value = WireJson.integer(json, 0);
                } else {
                    WireJson.skip(json);
                }
            }
        }
        return value;
    }

    /** Servers write {@code "error": null} too, and some write only a sentence. */
    private void error(JsonParser json) throws IOException {
        String type = null;
        String code = null;
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() == JsonToken.START_OBJECT) {
            for (String field; (field = json.nextFieldName()) != null; ) {
                switch (field) {
                    case "type" -> type = WireJson.scalar(json);
                    case "code" -> code = WireJson.scalar(json);
                    default -> WireJson.skip(json);
                }
            }
        }
        throw failures.reported(code == null ? type : code, model);
    }
}
