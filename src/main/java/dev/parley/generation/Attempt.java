package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.problem.FieldError;
import dev.parley.provider.ModelStream;
import dev.parley.schema.AnswerSchema;
import dev.parley.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * One whole answer, held back until it is judged.
 *
 * @param deltas all but the usage and the end
 * @param reported null when the provider did not say
 */
record Attempt(String model, List<Delta> deltas, String text, Usage reported, FinishReason reason) {

    /** Reads an answer to its end and closes it. */
    static Attempt of(ModelStream answer) {
        try (answer) {
            var deltas = new ArrayList<Delta>();
            var text = new StringBuilder();
            Usage reported = null;
            while (true) {
                var delta = answer.next();
                switch (delta) {
                    case Delta.UsageDelta usage -> reported = usage.usage();
                    case Delta.End end -> {
                        return new Attempt(answer.model(), deltas, text.toString(), reported, end.reason());
                    }
                    case Delta.TextDelta piece -> {
                        text.append(piece.text());
                        deltas.add(piece);
                    }
                    case Delta.ReasoningDelta thought -> deltas.add(thought);
                    case Delta.ToolCallDelta call -> deltas.add(call);
                    case Delta.Progress progress -> deltas.add(progress);
                }
            }
        }
    }

    /** A model that calls tools has not answered yet. */
    List<FieldError> violations(AnswerSchema schema) {
        boolean callsTools = deltas.stream().anyMatch(Delta.ToolCallDelta.class::isInstance);
        return callsTools ? List.of() : schema.violations(text);
    }

    /** Whether it ended early, as the next one would. */
    boolean isCut() {
        return reason == FinishReason.LENGTH || reason == FinishReason.CONTENT_FILTER || reason == FinishReason.BUDGET;
    }

    /** What it cost, counted if the provider did not say. */
    Usage usage(Prompt asked, TokenCounter tokens) {
        return reported != null ? reported : Usage.estimated(tokens.count(asked), tokens.count(text));
    }
}
