package dev.parley.run;

import dev.parley.llm.Completion;
import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import java.util.ArrayList;
import java.util.List;

/** Puts together what a journal holds in pieces. */
final class WholeAnswer {

    private WholeAnswer() {}

    /** @param model {@code provider/model} that answered */
    static Completion of(Journal journal, String model, Outcome outcome) {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        var calls = new ArrayList<ToolCallText>();
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.at(i)) {
                case Delta.TextDelta delta -> text.append(delta.text());
                case Delta.ReasoningDelta delta -> reasoning.append(delta.text());
                case Delta.ToolCallDelta delta -> ToolCallText.collect(calls, delta);
                case Delta.Progress progress -> {}
                case Delta.Note note -> {}
                case Delta.UsageDelta usage -> {}
                case Delta.End last -> {}
            }
        }
        var reason = outcome instanceof Outcome.Completed completed ? completed.reason() : FinishReason.CANCELLED;
        List<Content.ToolCall> whole = calls.stream().map(ToolCallText::whole).toList();
        return new Completion(model, text.toString(), reasoning.toString(), whole, reason, outcome.usage());
    }
}
