package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.llm.Content;
import dev.parley.llm.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the parts of messages.
 *
 * @param maxImageBytes of one image that travels inside the request
 */
record ContentReader(long maxImageBytes) {

    private static final int MAX_URL = 8_192;
    private static final Set<String> DETAILS = Set.of("auto", "low", "high", "original");

    List<Content> parts(String at, ContentWire wire, Role role) {
        var parts = new ArrayList<Content>(wire.parts().size());
        for (int i = 0; i < wire.parts().size(); i++) {
            parts.add(part(
                    at + (wire.isPlain() ? "" : "[" + i + "]"), wire.parts().get(i), role));
        }
        return parts;
    }

    private Content part(String at, ContentWire.Part part, Role role) {
        if (part == null || part.type() == null) {
            throw BadParam.of(at + ".type", "is required");
        }
        return switch (part.type()) {
            case "text" -> new Content.Text(text(at, "text", part.text()));
            case "refusal" -> new Content.Text(text(at, "refusal", part.refusal()));
            case "image_url" -> image(at, part.imageUrl(), role);
            default -> throw BadParam.of(at + ".type", "must be text or image_url; other parts are not supported");
        };
    }

    private static String text(String at, String field, String text) {
        if (text == null) {
            throw BadParam.of(at + "." + field, "is required");
        }
        if (text.indexOf('\0') >= 0) {
            throw BadParam.of(at, "must not contain the character U+0000");
        }
        return text;
    }

    private Content image(String at, ContentWire.Image image, Role role) {
        if (role != Role.USER) {
            throw BadParam.of(at + ".type", "must be text; only user messages have images");
        }
        if (image == null || image.url() == null) {
            throw BadParam.of(at + ".image_url.url", "is required");
        }
        if (image.detail() != null && !DETAILS.contains(image.detail())) {
            throw BadParam.of(at + ".image_url.detail", "must be auto, low or high");
        }
        checkUrl(at + ".image_url.url", image.url());
        return new Content.Image(image.url(), image.detail());
    }

    private void checkUrl(String at, String url) {
        if (url.startsWith("data:")) {
            checkData(at, url);
        } else if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw BadParam.of(at, "must be an http, https or data URL");
        } else if (url.length() > MAX_URL) {
            throw BadParam.of(at, "must have at most " + MAX_URL + " characters");
        }
    }

    private void checkData(String at, String url) {
        int comma = url.indexOf(',');
        if (!url.startsWith("data:image/")
                || comma < 0
                || !url.substring(0, comma).endsWith(";base64")) {
            throw BadParam.of(at, "must be of the form data:image/…;base64,…");
        }
        long bytes = (url.length() - comma - 1L) * 3 / 4;
        if (bytes > maxImageBytes) {
            throw BadParam.of(
                    at,
                    "is an image of " + bytes + " bytes and must have at most " + maxImageBytes
                            + "; send a smaller one, or its https URL");
        }
    }

    Content.ToolCall toolCall(String at, MessageWire.ToolCall call) {
        if (call == null || call.id() == null || call.id().isBlank()) {
            throw BadParam.of(at + ".id", "is required");
        }
        if (call.function() == null || call.function().name() == null) {
            throw BadParam.of(at + ".function.name", "is required; only calls of functions are supported");
        }
        return new Content.ToolCall(
                call.id(), call.function().name(), arguments(at, call.function().arguments()));
    }

    /** Some models leave the text empty when there are none. */
    private static String arguments(String at, String text) {
        if (text == null || text.isBlank()) {
            return "{}";
        }
        try {
            if (Json.MAPPER.readTree(text).isObject()) {
                return text;
            }
        } catch (JsonProcessingException cut) {
            // told below
        }
        throw BadParam.of(at + ".function.arguments", "must be the whole JSON text of an object");
    }
}
