package dev.parley.run;

import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;

/** How a run ended. The usage is what was used until then, estimated from the journal when the provider did not come to say. */
public sealed interface Outcome {

    Usage usage();

    /** The answer is whole. */
    record Completed(FinishReason reason, Usage usage) implements Outcome {}

    /** It broke; the text until then is in the journal. */
    record Failed(ApiException failure, Usage usage) implements Outcome {}

    /** It was stopped by its caller, or because nobody listened any more. */
    record Cancelled(Usage usage) implements Outcome {}
}
