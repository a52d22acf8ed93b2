package dev.parley.run;

import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.platform.Ticker;

/**
 * What holds for every run.
 *
 * @param maxCharacters a journal may hold
 * @param estimate counts what was used when the provider does not say
 */
record RunRules(Ticker ticker, long maxCharacters, Estimate estimate) {

    /** Counts tokens of a prompt and of what came. */
    @FunctionalInterface
    interface Estimate {
        Usage of(Prompt prompt, Journal journal);
    }
}
