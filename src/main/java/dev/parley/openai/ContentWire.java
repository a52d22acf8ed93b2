package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a message says: a string, or a list of parts. */
@Schema(name = "MessageContent", description = "a string, or an array of text and image_url parts")
final class ContentWire {

    private final List<Part> parts;
    private final boolean plain;

    private ContentWire(List<Part> parts, boolean plain) {
        this.parts = parts;
        this.plain = plain;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ContentWire of(String text) {
        return new ContentWire(List.of(new Part("text", text, null, null)), true);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ContentWire of(List<Part> parts) {
        return new ContentWire(parts, false);
    }

    List<Part> parts() {
        return parts;
    }

    /** Whether it was sent as a string. */
    boolean isPlain() {
        return plain;
    }

    /** One part; which of the other components is set depends on the type. */
    @Schema(name = "ContentPart")
    record Part(
            String type,
            String text,
            String refusal,
            @JsonProperty("image_url") Image imageUrl) {}

    @Schema(name = "ImageUrl")
    record Image(String url, String detail) {}
}
