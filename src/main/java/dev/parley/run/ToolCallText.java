package dev.parley.run;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import java.util.List;

/** One tool call, put together from its deltas. */
final class ToolCallText {

    private final int index;
    private final String id;
    private final String name;
    private final StringBuilder arguments = new StringBuilder();

    private ToolCallText(Delta.ToolCallDelta first) {
        this.index = first.index();
        this.id = first.id();
        this.name = first.name();
    }

    /** Adds {@code delta} to the call of its index, which it may begin. */
    static void collect(List<ToolCallText> calls, Delta.ToolCallDelta delta) {
        var call = calls.stream()
                .filter(known -> known.index == delta.index())
                .findFirst()
                .orElseGet(() -> {
                    var begun = new ToolCallText(delta);
                    calls.add(begun);
                    return begun;
                });
        call.arguments.append(delta.arguments());
    }

    Content.ToolCall whole() {
        return new Content.ToolCall(id, name, arguments.toString());
    }
}
