package dev.parley.openai;

import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the messages of one request, in order, and sees to it that every tool call has its answer and every answer its call. */
final class ChatMessages {

    private final ContentReader reader;
    private final List<Message> read = new ArrayList<>();
    private final Set<String> unanswered = new LinkedHashSet<>();
    private String callsAt;

    private ChatMessages(ContentReader reader) {
        this.reader = reader;
    }

    static List<Message> read(List<MessageWire> wires, ContentReader reader) {
        var messages = new ChatMessages(reader);
        for (int i = 0; i < wires.size(); i++) {
            messages.message("messages[" + i + "]", wires.get(i));
        }
        messages.demandAnswers();
        return messages.read;
    }

    private void message(String at, MessageWire wire) {
        var role = role(at, wire.role());
        if (role != Role.TOOL) {
            demandAnswers();
        }
        read.add(
                switch (role) {
                    case SYSTEM, USER -> new Message(role, content(at, wire, role));
                    case ASSISTANT -> assistant(at, wire);
                    case TOOL -> toolResult(at, wire);
                });
    }

    private static Role role(String at, String name) {
        return switch (name) {
            case null -> throw BadParam.of(at + ".role", "is required");
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "tool" -> Role.TOOL;
            default -> throw BadParam.of(at + ".role", "must be one of system, developer, user, assistant, tool");
        };
    }

    private List<Content> content(String at, MessageWire wire, Role role) {
        if (wire.content() == null || wire.content().parts().isEmpty()) {
            throw BadParam.of(at + ".content", "is required");
        }
        return reader.parts(at + ".content", wire.content(), role);
    }

    private Message assistant(String at, MessageWire wire) {
        var calls = wire.toolCalls() == null ? List.<MessageWire.ToolCall>of() : wire.toolCalls();
        var content = new ArrayList<Content>();
        if (wire.content() != null && !wire.content().parts().isEmpty()) {
            content.addAll(reader.parts(at + ".content", wire.content(), Role.ASSISTANT));
        } else if (wire.refusal() != null) {
            content.add(new Content.Text(wire.refusal()));
        } else if (calls.isEmpty()) {
            throw BadParam.of(at + ".content", "is required in a message without tool_calls");
        }
        for (int i = 0; i < calls.size(); i++) {
            content.add(toolCall(at + ".tool_calls[" + i + "]", calls.get(i)));
        }
        callsAt = at;
        return new Message(Role.ASSISTANT, content);
    }

    private Content.ToolCall toolCall(String at, MessageWire.ToolCall wire) {
        var call = reader.toolCall(at, wire);
        if (!unanswered.add(call.id())) {
            throw BadParam.of(at + ".id", "is that of another call");
        }
        return call;
    }

    private Message toolResult(String at, MessageWire wire) {
        if (wire.toolCallId() == null) {
            throw BadParam.of(at + ".tool_call_id", "is required");
        }
        if (!unanswered.remove(wire.toolCallId())) {
            throw BadParam.of(at + ".tool_call_id", "answers no tool call of the assistant's message before it");
        }
        var text = new Message(Role.TOOL, content(at, wire, Role.TOOL)).text();
        return new Message(Role.TOOL, List.of(new Content.ToolResult(wire.toolCallId(), text)));
    }

    /** Providers refuse a conversation that goes on without them. */
    private void demandAnswers() {
        if (!unanswered.isEmpty()) {
            throw BadParam.of(
                    callsAt + ".tool_calls",
                    "must each be followed by a message of role tool with their tool_call_id; " + unanswered.size()
                            + " are not");
        }
    }
}
