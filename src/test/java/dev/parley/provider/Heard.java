package dev.parley.provider;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** All that came out of one stream, in order. */
record Heard(List<Delta> deltas) {

    /** Reads to the end and closes. */
    static Heard of(DeltaStream stream) {
        var deltas = new ArrayList<Delta>();
        try (stream) {
            do {
                deltas.add(stream.next());
            } while (!(deltas.getLast() instanceof Delta.End));
        }
        return new Heard(deltas);
    }

    List<String> texts() {
        return all(Delta.TextDelta.class).stream().map(Delta.TextDelta::text).toList();
    }

    String text() {
        return String.join("", texts());
    }

    String reasoning() {
        return String.join(
                "",
                all(Delta.ReasoningDelta.class).stream()
                        .map(Delta.ReasoningDelta::text)
                        .toList());
    }

    /** The calls put together again; fails if a piece comes before its call's id and name. */
    List<Content.ToolCall> calls() {
        var calls = new TreeMap<Integer, Content.ToolCall>();
        for (var piece : all(Delta.ToolCallDelta.class)) {
            calls.merge(
                    piece.index(),
                    new Content.ToolCall(piece.id(), piece.name(), piece.arguments()),
                    (call, more) -> more.id() == null && more.name() == null
                            ? new Content.ToolCall(call.id(), call.name(), call.arguments() + more.arguments())
                            : new Content.ToolCall("twice", "twice", "twice"));
        }
        return List.copyOf(calls.values());
    }

    /** Null when none was reported; it must stand directly before the end. */
    Usage usage() {
        return deltas.size() > 1 && deltas.get(deltas.size() - 2) instanceof Delta.UsageDelta reported
                ? reported.usage()
                : null;
    }

    FinishReason finish() {
        return ((Delta.End) deltas.getLast()).reason();
    }

    private <T extends Delta> List<T> all(Class<T> kind) {
        return deltas.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
