package dev.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the fields of a chat completion demand of each other, beyond what each of them allows. */
final class ChatRules {

    /** What stood in the place of tools once, or asks for an answer that is no text. */
    private static final Map<String, String> REFUSED = Map.of(
            "functions", "is not supported; send tools",
            "function_call", "is not supported; send tool_choice",
            "audio", "is not supported; answers are text");

    private ChatRules() {}

    static void check(ChatRequestWire body) {
        streaming(body);
        logprobs(body);
        maxTokens(body);
        toolSettings(body);
        body.rest().forEach(ChatRules::other);
    }

    private static void streaming(ChatRequestWire body) {
        if (body.streamOptions() != null && !body.streams()) {
            throw BadParam.of("stream_options", "is allowed only with stream: true");
        }
    }

    private static void logprobs(ChatRequestWire body) {
        if (body.topLogprobs() != null && !Boolean.TRUE.equals(body.logprobs())) {
            throw BadParam.of("top_logprobs", "is allowed only with logprobs: true");
        }
    }

    private static void maxTokens(ChatRequestWire body) {
        if (body.maxTokens() != null
                && body.maxCompletionTokens() != null
                && !body.maxTokens().equals(body.maxCompletionTokens())) {
            throw BadParam.of("max_completion_tokens", "differs from max_tokens; send one of the two");
        }
    }

    private static void toolSettings(ChatRequestWire body) {
        boolean none = body.tools() == null || body.tools().isEmpty();
        if (none && body.parallelToolCalls() != null) {
            throw BadParam.of("parallel_tool_calls", "is allowed only with tools");
        }
    }

    private static void other(String name, JsonNode value) {
        var refusal = REFUSED.get(name);
        if (refusal != null && !value.isNull()) {
            throw BadParam.of(name, refusal);
        }
        if (name.equals("modalities") && value.toString().contains("\"audio\"")) {
            throw BadParam.of(name, "must be [\"text\"]; answers are text");
        }
    }
}
