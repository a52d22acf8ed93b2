package dev.parley.generation;

import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Watch;
import dev.parley.provider.ModelStream;

/**
 * The answers of the model for one run that asks it more than once. Each is a call of its own: admitted, limited, reserved and written in
 * the ledger. For the run's thread.
 */
public interface ModelSteps {

    /**
     * Asks the model. Blocks until its first word, and before that for as long as a limit of the caller makes it wait. One answer at a
     * time: the one before must be closed.
     *
     * @throws dev.parley.problem.ApiException of the provider, or {@code BUDGET_EXCEEDED}, {@code CANCELLED}, {@code DEADLINE_EXCEEDED}
     */
    ModelStream ask(Prompt prompt);

    /** How often the model was asked. */
    int asked();

    /** What all answers so far have used, those that broke included; null before the first one has ended. */
    Usage used();

    /** What they have cost, in micro-dollars; a model without a price costs nothing. */
    long cost();

    /** {@code provider/model} that is asked first. */
    String model();

    String runId();

    /** Whom belongs what the run makes. */
    String owner();

    /** When its time is over. */
    Deadline deadline();

    /** Ends what blocks the run's thread, when nobody wants it any more. */
    Watch watch();
}
