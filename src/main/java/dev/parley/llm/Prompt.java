package dev.parley.llm;

import java.util.List;
import java.util.Map;

/**
 * All that a model is given for one generation.
 *
 * @param model the name as the caller wrote it: {@code provider/model}, an alias, a bare name, or null for the default model
 * @param messages the conversation, oldest first, never empty
 * @param tools what the model may call, empty for none
 * @param toolChoice null when the caller did not say
 * @param responseFormat null for free text
 * @param extra further top-level fields of an OpenAI-style request by name, each as JSON text: passed to upstreams of that type
 *     unchanged, ignored by others
 */
public record Prompt(
        String model,
        List<Message> messages,
        List<ToolSpec> tools,
        ToolChoice toolChoice,
        Sampling sampling,
        ResponseFormat responseFormat,
        Map<String, String> extra) {

    public Prompt {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs at least one message");
        }
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        extra = Map.copyOf(extra);
    }

    /** A prompt whose answer is free text. */
    public Prompt(
            String model,
            List<Message> messages,
            List<ToolSpec> tools,
            ToolChoice toolChoice,
            Sampling sampling,
            Map<String, String> extra) {
        this(model, messages, tools, toolChoice, sampling, null, extra);
    }

    /** A conversation without tools. */
    public static Prompt of(String model, List<Message> messages, Sampling sampling) {
        return new Prompt(model, messages, List.of(), null, sampling, Map.of());
    }

    public Prompt with(Sampling other) {
        return new Prompt(model, messages, tools, toolChoice, other, responseFormat, extra);
    }

    public Prompt with(List<Message> others) {
        return new Prompt(model, others, tools, toolChoice, sampling, responseFormat, extra);
    }

    public Prompt withTools(List<ToolSpec> others) {
        return new Prompt(model, messages, others, toolChoice, sampling, responseFormat, extra);
    }

    public Prompt with(ToolChoice other) {
        return new Prompt(model, messages, tools, other, sampling, responseFormat, extra);
    }

    public Prompt with(ResponseFormat other) {
        return new Prompt(model, messages, tools, toolChoice, sampling, other, extra);
    }
}
