package dev.parley.llm;

/**
 * One thing a generation put out, in order. A finished generation ends with exactly one {@link End}, directly after the only
 * {@link UsageDelta}; one that broke has neither.
 */
public sealed interface Delta {

    /** A piece of the answer, never empty. {@code logprobs} is the provider's JSON for it, null when none was asked for. */
    record TextDelta(String text, String logprobs) implements Delta {
        public TextDelta(String text) {
            this(text, null);
        }
    }

    /** A piece of the model's thinking, never empty. */
    record ReasoningDelta(String text) implements Delta {}

    /**
     * A piece of a tool call. The first one of an {@code index} carries {@code id} and {@code name}; in later ones they are null.
     *
     * @param arguments the next piece of the JSON text, empty when the call has just begun
     */
    record ToolCallDelta(int index, String id, String name, String arguments) implements Delta {}

    /**
     * What belongs to the answer and is not the model's: where its statements come from, for example.
     *
     * @param event what it is, as a stream's clients know it
     * @param json an object as JSON text
     */
    record Note(String event, String json) implements Delta {}

    /** What the generation used in all. */
    record UsageDelta(Usage usage) implements Delta {}

    /** The answer is whole, as far as {@code reason} allows. */
    record End(FinishReason reason) implements Delta {}
}
