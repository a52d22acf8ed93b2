package dev.parley.provider.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.provider.AnswerParser;
import dev.parley.provider.UpstreamFailures;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.Queue;

/**
 * Understands the events of a Messages stream and the {@code message} of an answer in one piece. An event's kind is read from its JSON,
 * since proxies drop the {@code event} field.
 */
final class AnthropicAnswer implements AnswerParser {

    private final String model;
    private final UpstreamFailures failures;
    private final AnthropicBlock block = new AnthropicBlock();
    private final AnthropicUsage usage = new AnthropicUsage();
    private String stopReason;

    private String type;
    private String errorType;

    AnthropicAnswer(String model, UpstreamFailures failures) {
        this.model = model;
        this.failures = failures;
    }

    @Override
    public boolean accept(byte[] bytes, int from, int length, Queue<Delta> deltas) throws IOException {
        if (length == 0) {
            return false;
        }
        type = null;
        errorType = null;
        try (var json = WireJson.FACTORY.createParser(bytes, from, length)) {
            event(json, bytes, from, deltas);
        }
        return act(deltas);
    }

    @Override
    public boolean end(Queue<Delta> deltas) {
        if (stopReason == null) {
            return false;
        }
        finish(deltas);
        return true;
    }

    private void event(JsonParser json, byte[] bytes, int from, Queue<Delta> deltas) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            throw failures.malformed("streamed an event that is not a JSON object");
        }
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "type" -> type = WireJson.text(json);
                case "delta" -> delta(json);
                case "content_block" -> block(json, bytes, from);
                case "message" -> message(json);
                case "usage" -> usage.read(json);
                case "error" -> error(json);
                case "content" -> content(json, bytes, from, deltas);
                case "stop_reason" -> stopReason = WireJson.text(json);
                default -> WireJson.skip(json);
            }
        }
    }

    private boolean act(Queue<Delta> deltas) {
        switch (type == null ? "" : type) {
            case "content_block_start" -> block.begin(deltas);
            case "content_block_delta" -> block.go(deltas);
            case "content_block_stop" -> block.end(deltas);
            case "error" -> throw failures.reported(errorType, model);
            case "message_stop", "message" -> {
                finish(deltas);
                return true;
            }
            default -> {
                // pings, and what the API may add
            }
        }
        return false;
    }

    private void finish(Queue<Delta> deltas) {
        if (usage.isReported()) {
            deltas.add(new Delta.UsageDelta(usage.total()));
        }
        deltas.add(new Delta.End(reason(stopReason)));
    }

    private void delta(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        block.clear();
        for (String field; (field = json.nextFieldName()) != null; ) {
            if (field.equals("stop_reason")) {
                stopReason = WireJson.text(json);
            } else {
                block.field(field, json);
            }
        }
    }

    private void block(JsonParser json, byte[] bytes, int from) throws IOException {
        if (WireJson.enters(json, JsonToken.START_OBJECT)) {
            block.read(json, bytes, from);
        }
    }

    /** The blocks of an answer in one piece. */
    private void content(JsonParser json, byte[] bytes, int from, Queue<Delta> deltas) throws IOException {
        if (WireJson.enters(json, JsonToken.START_ARRAY)) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                block.read(json, bytes, from);
                block.begin(deltas);
                block.end(deltas);
            }
        }
    }

    /** The frame of a message at the begin of its stream: of interest is what the prompt took. */
    private void message(JsonParser json) throws IOException {
        if (WireJson.enters(json, JsonToken.START_OBJECT)) {
            for (String field; (field = json.nextFieldName()) != null; ) {
                if (field.equals("usage")) {
                    usage.read(json);
                } else {
                    WireJson.skip(json);
                }
            }
        }
    }

    private void error(JsonParser json) throws IOException {
        if (WireJson.enters(json, JsonToken.START_OBJECT)) {
            for (String field; (field = json.nextFieldName()) != null; ) {
                if (field.equals("type")) {
                    errorType = WireJson.text(json);
                } else {
                    WireJson.skip(json);
                }
            }
        }
    }

    private static FinishReason reason(String word) {
        return switch (word == null ? "" : word) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }
}
