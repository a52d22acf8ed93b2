package dev.parley.agent;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One answer of the model with the calls in it, and their results; or, without an answer, calls that were left open. */
final class Step {

    private static final class Draft {
        private final String id;
        private final String name;
        private final StringBuilder arguments = new StringBuilder();

        private Draft(String id, String name) {
            this.id = id;
            this.name = name;
        }

        /** No text at all stands for no arguments, which some models write so. */
        private ToolCall whole() {
            return new ToolCall(id, name, arguments.toString().isBlank() ? "{}" : arguments.toString());
        }
    }

    private final int firstIndex;
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Draft> drafts = new LinkedHashMap<>();
    private final Map<ToolCall, ToolResult> results = new LinkedHashMap<>();

    /** @param firstIndex what the indexes of calls are counted from, so that they differ in all answers of a run */
    Step(int firstIndex) {
        this.firstIndex = firstIndex;
    }

    void add(String piece) {
        text.append(piece);
    }

    /** The same piece with its index in the run. */
    Delta.ToolCallDelta add(Delta.ToolCallDelta piece) {
        drafts.computeIfAbsent(piece.index(), index -> new Draft(piece.id(), piece.name()))
                .arguments
                .append(piece.arguments());
        return new Delta.ToolCallDelta(firstIndex + piece.index(), piece.id(), piece.name(), piece.arguments());
    }

    List<ToolCall> calls() {
        return drafts.values().stream().map(Draft::whole).toList();
    }

    /** The first index of the answer after this one. */
    int nextIndex() {
        return drafts.keySet().stream()
                .mapToInt(index -> firstIndex + index + 1)
                .max()
                .orElse(firstIndex);
    }

    void ended(ToolCall call, ToolResult result) {
        results.put(call, result);
    }

    /** What a next answer must know of this one: what was said and called, and every result in the order of the calls. */
    List<Message> messages() {
        var calls = calls();
        var said = new ArrayList<Content>();
        if (!text.isEmpty()) {
            said.add(new Content.Text(text.toString()));
        }
        calls.forEach(call -> said.add(new Content.ToolCall(call.id(), call.name(), call.arguments())));
        var messages = new ArrayList<Message>();
        if (!said.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, said));
        }
        for (var call : calls) {
            var result = results.get(call);
            if (result != null) {
                messages.add(new Message(Role.TOOL, List.of(new Content.ToolResult(call.id(), result.text()))));
            }
        }
        return messages;
    }
}
