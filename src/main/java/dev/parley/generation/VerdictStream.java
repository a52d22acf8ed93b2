package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.provider.ModelStream;
import dev.parley.schema.AnswerSchema;

/** Passes an answer on as it comes and ends it with a failure if it does not fulfil its schema: what was sent can't be taken back. */
final class VerdictStream implements ModelStream {

    private final ModelStream answer;
    private final AnswerSchema schema;
    private final Runnable onViolation;
    private final StringBuilder text = new StringBuilder();
    private boolean callsTools;

    VerdictStream(ModelStream answer, AnswerSchema schema, Runnable onViolation) {
        this.answer = answer;
        this.schema = schema;
        this.onViolation = onViolation;
    }

    @Override
    public String model() {
        return answer.model();
    }

    @Override
    public Delta next() {
        var delta = answer.next();
        switch (delta) {
            case Delta.TextDelta piece -> text.append(piece.text());
            case Delta.ToolCallDelta call -> callsTools = true;
            case Delta.End end -> judge();
            case Delta.ReasoningDelta thought -> {}
            case Delta.Progress progress -> {}
            case Delta.UsageDelta usage -> {}
        }
        return delta;
    }

    /** A model that calls tools has not answered yet. */
    private void judge() {
        if (callsTools) {
            return;
        }
        var violations = schema.violations(text.toString());
        if (!violations.isEmpty()) {
            onViolation.run();
            throw Violations.failure(violations);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
