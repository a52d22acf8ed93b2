package dev.parley.llm;

import java.util.List;

/**
 * A whole answer.
 *
 * @param model {@code provider/model} that answered
 * @param text the answer, empty when the model only called tools
 * @param reasoning the thinking that the provider showed, empty for none
 */
public record Completion(
        String model,
        String text,
        String reasoning,
        List<Content.ToolCall> toolCalls,
        FinishReason finishReason,
        Usage usage) {}
