package dev.parley.responses;

import java.util.List;

/**
 * A conversation as one text, for a model that shall talk about it and not go on with it. Also, providers refuse tool calls of tools that
 * are not offered, and a text has none.
 */
final class Transcript {

    private final StringBuilder text = new StringBuilder();

    private Transcript() {}

    static String of(List<Item> items) {
        var transcript = new Transcript();
        items.forEach(transcript::add);
        return transcript.text.toString();
    }

    private void add(Item item) {
        switch (item) {
            case Item.Message message -> message.content().forEach(part -> line(message.role(), text(part)));
            case Item.FunctionCall call -> line("assistant calls " + call.name(), call.arguments());
            case Item.FunctionCallOutput output -> line("tool answers", output.output());
            case Item.Compaction compaction ->
                line(
                        "summary of what was before",
                        Summary.of(compaction.encryptedContent()).orElse(""));
            case ServerItem.Call call -> {
                line("assistant calls " + call.tool(), call.arguments());
                if (!call.isOpen()) {
                    line("tool answers", call.result());
                }
            }
            case ServerItem.Asked question -> {
                // the call tells it
            }
            case ServerItem.Decided decision ->
                line("somebody decides", decision.approve() ? "the call may run" : "the call may not run");
            case Item.Reasoning reasoning -> {
                // how an answer was found is no part of it
            }
        }
    }

    private static String text(Part part) {
        return switch (part.type()) {
            case Part.INPUT_IMAGE -> "(an image)";
            case Part.INPUT_FILE -> FileText.of(part).orElse("");
            case Part.REFUSAL -> part.refusal();
            default -> part.text();
        };
    }

    private void line(String who, String what) {
        text.append(who).append(": ").append(what).append('\n');
    }
}
