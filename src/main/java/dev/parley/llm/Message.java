package dev.parley.llm;

import java.util.List;
import java.util.stream.Collectors;

/** One turn of a conversation. */
public record Message(Role role, List<Content> content) {

    public Message {
        content = List.copyOf(content);
    }

    public static Message of(Role role, String text) {
        return new Message(role, List.of(new Content.Text(text)));
    }

    /** The text parts joined; empty when there are none. */
    public String text() {
        return content.stream()
                .filter(Content.Text.class::isInstance)
                .map(part -> ((Content.Text) part).text())
                .collect(Collectors.joining());
    }
}
