package dev.parley.run;

import dev.parley.llm.Delta;
import java.util.List;

/** All that a model wrote, thinking and arguments of calls included: what its output tokens are counted from. */
final class AnswerText {

    private AnswerText() {}

    static String of(Journal journal) {
        var text = new StringBuilder();
        for (int i = 0; i < journal.size(); i++) {
            add(journal.at(i), text);
        }
        return text.toString();
    }

    static String of(List<Delta> entries) {
        var text = new StringBuilder();
        entries.forEach(entry -> add(entry, text));
        return text.toString();
    }

    private static void add(Delta entry, StringBuilder text) {
        switch (entry) {
            case Delta.TextDelta delta -> text.append(delta.text());
            case Delta.ReasoningDelta delta -> text.append(delta.text());
            case Delta.ToolCallDelta delta -> text.append(delta.arguments());
            case Delta.Progress progress -> {}
            case Delta.UsageDelta usage -> {}
            case Delta.End end -> {}
        }
    }
}
