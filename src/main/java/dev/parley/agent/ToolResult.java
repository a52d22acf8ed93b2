package dev.parley.agent;

import dev.parley.llm.ToolError;

/**
 * What a call has led to.
 *
 * @param error null when it succeeded
 * @param text what the model is told
 * @param millis how long it took
 * @param details JSON for whoever shows the call, and not for the model; null for none
 */
public record ToolResult(ToolError error, String text, long millis, String details) {

    private static final int SURROGATE = 1;

    ToolResult(ToolError error, String text, long millis) {
        this(error, text, millis, null);
    }

    static ToolResult of(String text) {
        return new ToolResult(null, text, 0);
    }

    static ToolResult failed(ToolError error, String sentence) {
        return new ToolResult(error, sentence, 0);
    }

    /** The same with at most {@code most} characters of its text, and a word about the rest. */
    ToolResult cutTo(int most) {
        if (text.length() <= most) {
            return this;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - SURROGATE : most;
        return new ToolResult(
                error,
                text.substring(0, end) + "\n[cut: these were %d of %d characters]".formatted(end, text.length()),
                millis,
                details);
    }

    ToolResult after(long time) {
        return new ToolResult(error, text, time, details);
    }

    ToolResult with(String itsDetails) {
        return new ToolResult(error, text, millis, itsDetails);
    }
}
