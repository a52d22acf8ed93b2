package dev.parley.responses;

import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation's items as the messages a model is given. What an assistant says and calls in a row is one message, since Chat
 * Completions and Messages both want the calls of one turn together.
 */
final class PromptMessages {

    private static final String SUMMARY_FOLLOWS = "Summary of the conversation until here:\n";

    private final List<Message> messages = new ArrayList<>();
    private List<Content> turn = new ArrayList<>();

    /** What the calls of the turn have led to, where they ran here. */
    private final List<Content> results = new ArrayList<>();

    private int step;

    private PromptMessages() {}

    /** @param instructions come first, null for none */
    static List<Message> of(String instructions, List<Item> items) {
        var all = new PromptMessages();
        if (instructions != null) {
            all.add(Message.of(Role.SYSTEM, instructions));
        }
        items.forEach(all::add);
        all.endTurn();
        return all.messages;
    }

    private void add(Item item) {
        switch (item) {
            case Item.Message message -> add(message);
            case Item.FunctionCall call -> turn.add(new Content.ToolCall(call.callId(), call.name(), call.arguments()));
            case Item.FunctionCallOutput output ->
                add(new Message(Role.TOOL, List.of(new Content.ToolResult(output.callId(), output.output()))));
            case Item.Compaction compaction ->
                add(Message.of(
                        Role.USER,
                        SUMMARY_FOLLOWS
                                + Summary.of(compaction.encryptedContent()).orElse("")));
            case ServerItem.Call call -> add(call);
            case ServerItem.Asked question -> {
                // was for whoever decides
            }
            case ServerItem.Decided decision -> {
                // the result of the call tells what came of it
            }
            case Item.Reasoning reasoning -> {
                // stays with us
            }
        }
    }

    /** Calls of one answer are one turn; one that is open has no result that a model could be given. */
    private void add(ServerItem.Call call) {
        if (call.isOpen()) {
            return;
        }
        if (!results.isEmpty() && call.step() != step) {
            endTurn();
        }
        step = call.step();
        turn.add(new Content.ToolCall(call.callId(), call.tool(), call.arguments()));
        results.add(new Content.ToolResult(call.callId(), call.result()));
    }

    private void add(Item.Message message) {
        if (message.isOf("assistant")) {
            if (!results.isEmpty()) {
                endTurn();
            }
            turn.addAll(contents(message));
        } else {
            add(new Message(role(message), contents(message)));
        }
    }

    private void add(Message message) {
        endTurn();
        messages.add(message);
    }

    private void endTurn() {
        if (!turn.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, turn));
            turn = new ArrayList<>();
        }
        results.forEach(result -> messages.add(new Message(Role.TOOL, List.of(result))));
        results.clear();
    }

    private static List<Content> contents(Item.Message message) {
        return message.content().stream().map(PartContent::of).toList();
    }

    private static Role role(Item.Message message) {
        return message.isOf("user") ? Role.USER : Role.SYSTEM;
    }
}
