package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.Queue;

/** Reads the first of the {@code choices}; others, which a caller gets by asking for more than one, are passed over. */
final class OpenAiChoice {

    private final OpenAiToolCalls toolCalls = new OpenAiToolCalls();
    private FinishReason finishReason;

    private int index;
    private String text;
    private String reasoning;
    private String logprobs;

    /** Null until the provider has said it. */
    FinishReason finishReason() {
        return finishReason;
    }

    /** Reads the choice whose object has just begun. */
    void read(JsonParser json, byte[] bytes, int from, Queue<Delta> deltas) throws IOException {
        index = 0;
        text = null;
        reasoning = null;
        logprobs = null;
        String finish = null;
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "index" -> index = WireJson.integer(json, 0);
                case "delta" -> message(json);
                case "message" -> {
                    message(json);
                    // a whole message is finished even if its server does not say why
                    finish = finish == null ? "stop" : finish;
                }
                case "logprobs" -> logprobs = WireJson.raw(json, bytes, from);
                case "finish_reason" -> finish = orElse(WireJson.text(json), finish);
                default -> WireJson.skip(json);
            }
        }
        if (index == 0) {
            deliver(finish, deltas);
        } else {
            toolCalls.forget();
        }
    }

    private void deliver(String finish, Queue<Delta> deltas) {
        if (reasoning != null) {
            deltas.add(new Delta.ReasoningDelta(reasoning));
        }
        if (text != null) {
            deltas.add(new Delta.TextDelta(text, logprobs));
        }
        toolCalls.deliver(deltas);
        if (finish != null) {
            finishReason = reason(finish);
        }
    }

    private void message(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                // a refusal is what the model says instead of an answer
                case "content", "refusal" -> text = orElse(text(json), text);
                // vLLM, DeepSeek and SGLang say the first, OpenRouter, Ollama and gpt-oss servers the second, a few
                // both
                case "reasoning_content", "reasoning" -> reasoning = orElse(text(json), reasoning);
                case "tool_calls" -> toolCalls.read(json);
                default -> WireJson.skip(json);
            }
        }
    }

    /** A text, null if it is empty or none. */
    private static String text(JsonParser json) throws IOException {
        var text = WireJson.text(json);
        return text == null || text.isEmpty() ? null : text;
    }

    private static String orElse(String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    private static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }
}
