package dev.parley.generation;

import dev.parley.governance.Permit;
import dev.parley.llm.Prompt;
import dev.parley.provider.ModelStream;
import dev.parley.token.TokenCounter;
import java.util.function.Supplier;

/**
 * Keeps the answers of one call to what its permit pays for: the first one is paid for, each further one is when it is asked for, and
 * none is longer than what was reserved. Where no budget bounds the call, nothing is changed. For the run's thread.
 */
final class Paid {

    private final Permit permit;
    private boolean asked;

    Paid(Permit permit) {
        this.permit = permit;
    }

    /** The prompt as the provider gets it: told how long the answer may be. */
    Prompt bounded(Prompt prompt) {
        return permit.maxOutput() == null
                ? prompt
                : prompt.with(prompt.sampling().withMaxTokens(permit.maxOutput()));
    }

    /** @throws dev.parley.problem.ApiException {@code BUDGET_EXCEEDED} before {@code open} is called */
    ModelStream answer(Prompt prompt, Supplier<? extends ModelStream> open) {
        if (asked) {
            permit.extend(TokenCounter.o200k().count(prompt));
        }
        asked = true;
        var answer = open.get();
        return permit.maxOutput() == null ? answer : new MeteredStream(answer, permit.maxOutput());
    }
}
