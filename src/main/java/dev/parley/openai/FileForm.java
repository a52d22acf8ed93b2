package dev.parley.openai;

import jakarta.ws.rs.core.EntityPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The form of {@code POST /v1/files}. */
record FileForm(List<EntityPart> parts) {

    private static final int LONGEST_TEXT = 255;
    private static final String ANCHOR = "expires_after[anchor]";
    private static final String SECONDS = "expires_after[seconds]";
    private static final long LEAST_SECONDS = Duration.ofHours(1).toSeconds();
    private static final long MOST_SECONDS = Duration.ofDays(30).toSeconds();

    EntityPart file() {
        return part("file").orElseThrow(() -> BadParam.of("file", "is required"));
    }

    FilePurpose purpose() throws IOException {
        return FilePurpose.of(text("purpose").orElseThrow(() -> BadParam.of("purpose", "is required")));
    }

    /** How long the client wants it kept, null when it says nothing. */
    Duration keep() throws IOException {
        var seconds = text(SECONDS);
        if (seconds.isEmpty() && text(ANCHOR).isEmpty()) {
            return null;
        }
        if (!text(ANCHOR).orElse("").equals("created_at")) {
            throw BadParam.of(ANCHOR, "must be created_at");
        }
        return Duration.ofSeconds(seconds(seconds.orElse("")));
    }

    private static long seconds(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= LEAST_SECONDS && number <= MOST_SECONDS) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw BadParam.of(SECONDS, "must be a whole number from %d to %d".formatted(LEAST_SECONDS, MOST_SECONDS));
    }

    /** The last part of the file's name, whatever path stands before it: a name is a text to show, and no place. */
    String fileName() {
        var name = file().getFileName().orElse("").replace('\\', '/').replace('\0', ' ');
        var last = name.substring(name.lastIndexOf('/') + 1).strip();
        var shown = last.isEmpty() ? "file" : last;
        return shown.length() > LONGEST_TEXT ? shown.substring(shown.length() - LONGEST_TEXT) : shown;
    }

    private Optional<String> text(String name) throws IOException {
        var part = part(name);
        if (part.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream text = part.get().getContent()) {
            return Optional.of(new String(text.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8).strip());
        }
    }

    private Optional<EntityPart> part(String name) {
        return parts.stream().filter(part -> name.equals(part.getName())).findFirst();
    }
}
