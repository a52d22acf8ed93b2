package dev.parley.llm;

import java.util.Locale;

/** Why an answer ended. The first four are the models' own, the others are ours. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    CONTENT_FILTER,
    /** What the caller's budget pays for is used up; the answer is cut there. */
    BUDGET,
    /** As many answers were asked for as a run may ask for; likewise the next ones, each a bound of a run that calls tools. */
    MAX_STEPS,
    MAX_TOOL_CALLS,
    MAX_TOKENS,
    MAX_TIME,
    MAX_COST,
    /** A call waits for somebody to decide whether it may run. */
    APPROVAL_REQUIRED,
    /** The caller, or the last listener by leaving, stopped the run; what was generated until then is kept. */
    CANCELLED;

    /** The lower-case word of the OpenAI wire, which the native API shares. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
