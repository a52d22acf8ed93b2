package dev.parley.responses;

import dev.parley.llm.Content;

/** What a model is given of a part that was read before. */
final class PartContent {

    private PartContent() {}

    static Content of(Part part) {
        return switch (part.type()) {
            case Part.INPUT_IMAGE -> new Content.Image(part.imageUrl(), part.detail());
            case Part.INPUT_FILE -> new Content.Text(FileText.of(part).orElse(""));
            case Part.REFUSAL -> new Content.Text(part.refusal());
            default -> new Content.Text(part.text());
        };
    }
}
