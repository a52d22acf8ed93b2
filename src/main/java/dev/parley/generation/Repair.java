package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import dev.parley.schema.AnswerSchema;
import dev.parley.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asks until the answer fulfils its schema: the model is shown what is wrong, a bounded number of times. Nothing is handed out before
 * an answer is accepted. Whatever the end is, its usage is that of all calls.
 *
 * @param repairs further calls at most
 * @param open asks the provider; on the run's thread
 */
record Repair(
        AnswerSchema schema,
        int repairs,
        TokenCounter tokens,
        Function<Prompt, ModelStream> open,
        Runnable onViolation) {

    ModelStream answer(Prompt prompt) {
        var attempt = Attempt.of(open.apply(prompt));
        Usage before = null;
        var asked = prompt;
        for (int left = repairs; ; left--) {
            var violations = attempt.violations(schema);
            if (violations.isEmpty()) {
                return Replay.of(attempt.model(), accepted(attempt, asked, before));
            }
            onViolation.run();
            before = plus(before, attempt.usage(asked, tokens));
            if (left == 0 || attempt.isCut()) {
                return Replay.of(attempt.model(), before, Violations.failure(violations));
            }
            asked = Violations.repair(prompt, attempt.text(), violations);
            try {
                attempt = Attempt.of(open.apply(asked));
            } catch (ApiException failure) {
                return Replay.of(attempt.model(), before, failure);
            }
        }
    }

    /** The usage of a first answer that is accepted stays the provider's, or the run's to count. */
    private List<Delta> accepted(Attempt attempt, Prompt asked, Usage before) {
        var deltas = new ArrayList<>(attempt.deltas());
        if (before != null) {
            deltas.add(new Delta.UsageDelta(before.plus(attempt.usage(asked, tokens))));
        } else if (attempt.reported() != null) {
            deltas.add(new Delta.UsageDelta(attempt.reported()));
        }
        deltas.add(new Delta.End(attempt.reason()));
        return deltas;
    }

    private static Usage plus(Usage before, Usage more) {
        return before == null ? more : before.plus(more);
    }
}
