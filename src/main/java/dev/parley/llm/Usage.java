package dev.parley.llm;

/**
 * Tokens of one generation.
 *
 * @param input tokens of the prompt, cached ones included
 * @param output generated tokens, reasoning included
 * @param cachedInput the part of {@code input} the provider served from its cache
 * @param reasoning the part of {@code output} that was thinking
 * @param estimated true when we counted because the provider did not say
 */
public record Usage(int input, int output, int cachedInput, int reasoning, boolean estimated) {

    public static Usage reported(int input, int output) {
        return new Usage(input, output, 0, 0, false);
    }

    public static Usage estimated(int input, int output) {
        return new Usage(input, output, 0, 0, true);
    }

    /** Both together; estimated if either is. */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                output + other.output,
                cachedInput + other.cachedInput,
                reasoning + other.reasoning,
                estimated || other.estimated);
    }

    public int total() {
        return input + output;
    }
}
