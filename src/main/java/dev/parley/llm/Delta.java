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

    /** How a run gets on that runs tools and asks the model more than once; only such runs put it out. */
    sealed interface Progress extends Delta {}

    /**
     * The model's answer is whole, and the run goes on with the calls in it.
     *
     * @param number of the answer, from 1; 0 stands for what an earlier run left open
     */
    record StepEnd(int number) implements Progress {}

    /**
     * What a call that was run here has led to.
     *
     * @param callId of the last call with this id
     * @param error what went wrong, null when nothing did
     * @param text what the model is told: the result, or a sentence about the error
     * @param millis how long it took
     * @param details JSON for whoever shows the call, and not for the model; null for none
     */
    record ToolEnd(String callId, ToolError error, String text, long millis, String details) implements Progress {
        public ToolEnd(String callId, ToolError error, String text, long millis) {
            this(callId, error, text, millis, null);
        }
    }

    /**
     * A call waits for somebody to decide whether it may run.
     *
     * @param id the decision names it
     */
    record Approval(String id, String callId, ApprovalReason reason) implements Progress {}

    /** What the user has said while the run went on; the next answer takes it into account. */
    record Input(String text) implements Progress {}

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
