package dev.parley.responses;

import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Sampling;
import dev.parley.problem.ErrorCode;
import dev.parley.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Sees to it that a conversation fits. A turn is what lies between two questions of the user: it is left out whole, so that no tool call
 * loses its answer, and the last one never is. What system and developer said stays.
 *
 * @param most tokens a model is given at most
 */
record ContextWindow(TokenCounter tokens, int most) {

    /** A token is at least a byte, and a character at most three of them in UTF-8 per {@code char}. */
    private static final int BYTES_PER_CHAR = 3;

    /** More than any part, message or tool costs beside its text. */
    private static final int FRAME = 1_000;

    /**
     * The items of {@code all} that fit.
     *
     * @param prompt makes what the model would be given of items
     * @throws dev.parley.problem.ApiException {@code CONTEXT_LENGTH_EXCEEDED}
     */
    List<Item> fit(List<Item> all, boolean mayTruncate, Function<List<Item>, Prompt> prompt) {
        var whole = prompt.apply(all);
        if (longest(whole) <= most) {
            return all;
        }
        int count = tokens.count(whole);
        if (count <= most) {
            return all;
        }
        var kept = mayTruncate ? truncated(all, count - most) : all;
        int left = kept == all ? count : tokens.count(prompt.apply(kept));
        if (left > most) {
            throw Invalid.because(
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    "input",
                    "has %d tokens with all that belongs to it, and the context window has %d%s"
                            .formatted(
                                    left,
                                    most,
                                    mayTruncate ? "" : "; truncation \"auto\" leaves out the oldest turns"));
        }
        return kept;
    }

    private List<Item> truncated(List<Item> all, int excess) {
        var kept = new ArrayList<Item>();
        int from = 0;
        for (int next = nextTurn(all, 0); excess > 0 && next < all.size(); next = nextTurn(all, next)) {
            var turn = all.subList(from, next);
            var dropped = turn.stream().filter(item -> !isLasting(item)).toList();
            turn.stream().filter(ContextWindow::isLasting).forEach(kept::add);
            excess -= dropped.isEmpty() ? 0 : count(dropped);
            from = next;
        }
        kept.addAll(all.subList(from, all.size()));
        return kept;
    }

    private int count(List<Item> items) {
        var messages = PromptMessages.of(null, items);
        return messages.isEmpty() ? 0 : tokens.count(Prompt.of(null, messages, Sampling.DEFAULT));
    }

    /** Where the next turn begins after the one that has {@code index}; the end when that is the last one. */
    private static int nextTurn(List<Item> items, int index) {
        for (int i = index + 1; i < items.size(); i++) {
            if (items.get(i) instanceof Item.Message message && message.isOf("user")) {
                return i;
            }
        }
        return items.size();
    }

    private static boolean isLasting(Item item) {
        return item instanceof Item.Message message && (message.isOf("system") || message.isOf("developer"));
    }

    /** A bound that costs nothing to find and lets most requests pass without counting. */
    private static long longest(Prompt prompt) {
        long bound = FRAME;
        for (var message : prompt.messages()) {
            bound += longest(message);
        }
        for (var tool : prompt.tools()) {
            bound += FRAME + bytes(tool.name()) + bytes(tool.description()) + bytes(tool.parameters());
        }
        return bound;
    }

    private static long longest(Message message) {
        long bound = 0;
        for (var part : message.content()) {
            bound += switch (part) {
                case Content.Text text -> 8 + bytes(text.text());
                case Content.ToolResult result -> 8 + bytes(result.text());
                case Content.ToolCall call -> FRAME + bytes(call.name()) + bytes(call.arguments());
                case Content.Image image -> FRAME;
            };
        }
        return bound;
    }

    private static long bytes(String text) {
        return text == null ? 0 : (long) BYTES_PER_CHAR * text.length();
    }
}
