package dev.parley.responses;

import dev.parley.agent.ToolWish;
import dev.parley.agent.Toolbox;
import dev.parley.http.Json;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Sampling;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a request says beside its conversation. */
final class PromptRules {

    private final ResponseRequest request;
    private final ToolRules tools;
    private final TextRules text;
    private final ReasoningRules reasoning;

    /** @param cited the highest number that a passage of the conversation has */
    PromptRules(ResponseRequest request, int cited, Function<List<ToolWish>, Toolbox> toolboxes) {
        this.request = request;
        var known = ToolReader.read(request.tools());
        this.tools = ToolRules.read(known, request.toolChoice(), toolboxes.apply(ToolRules.wishes(known, cited)));
        this.text = TextRules.read(request.text());
        this.reasoning = ReasoningRules.read(request.reasoning());
    }

    ToolRules tools() {
        return tools;
    }

    TextRules text() {
        return text;
    }

    ReasoningRules reasoning() {
        return reasoning;
    }

    /** Where the caller has written a schema, and that schema. */
    Map<String, String> schemas() {
        var written = new LinkedHashMap<String, String>();
        for (int i = 0; i < tools.tools().size(); i++) {
            if (tools.tools().get(i) instanceof ToolWire.Function function && function.parameters() != null) {
                written.put("tools[" + i + "].parameters", function.parameters().toString());
            }
        }
        if (text.format() instanceof ResponseFormat.JsonSchema format) {
            written.put("text.format.schema", format.schema());
        }
        return written;
    }

    Prompt prompt(List<Item> items) {
        var messages = PromptMessages.of(request.instructions(), items);
        if (messages.isEmpty()) {
            throw Invalid.param("input", "must hold something that a model can be given");
        }
        return new Prompt(
                request.model(),
                messages,
                tools.offered(),
                tools.choice(),
                new Sampling(request.temperature(), request.topP(), request.maxOutputTokens(), List.of(), null),
                text.format(),
                extra());
    }

    /** The rest, in the words of Chat Completions, which is what upstreams of that type are sent. */
    private Map<String, String> extra() {
        var extra = new HashMap<String, String>();
        put(extra, "presence_penalty", request.presencePenalty());
        put(extra, "frequency_penalty", request.frequencyPenalty());
        put(extra, "service_tier", request.serviceTier());
        put(extra, "safety_identifier", request.safetyIdentifier());
        put(extra, "prompt_cache_key", request.promptCacheKey());
        put(extra, "verbosity", text.shown().verbosity());
        put(extra, "reasoning_effort", reasoning == null ? null : reasoning.effort());
        put(extra, "parallel_tool_calls", tools.tools().isEmpty() ? null : request.parallelToolCalls());
        if (request.wants(RequestRules.LOGPROBS)) {
            put(extra, "logprobs", true);
            put(extra, "top_logprobs", request.topLogprobs());
        }
        return extra;
    }

    private static void put(Map<String, String> extra, String name, Object value) {
        if (value != null) {
            extra.put(name, Json.text(value));
        }
    }
}
