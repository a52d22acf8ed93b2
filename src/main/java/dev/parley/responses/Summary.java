package dev.parley.responses;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A conversation made short, as the opaque text of a {@code compaction} item. It is the caller's own conversation in other words, so it
 * is wrapped and not encrypted: whoever changes it changes only what he tells the model himself.
 */
final class Summary {

    private static final String PREFIX = "parley1.";

    private Summary() {}

    static String wrap(String text) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a compaction item, empty when it was not made here. */
    static Optional<String> of(String wrapped) {
        if (!wrapped.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(wrapped.substring(PREFIX.length()));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
