package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the content of a message, or of a tool's answer: a string or a list of parts.
 *
 * @param maxImageBytes of one image that travels inside the request
 */
record PartReader(long maxImageBytes) {

    private static final Set<String> OF_USER = Set.of(Part.INPUT_TEXT, Part.INPUT_IMAGE, Part.INPUT_FILE);
    private static final Set<String> OF_ASSISTANT = Set.of(Part.OUTPUT_TEXT, Part.REFUSAL);
    private static final Set<String> OF_OTHERS = Set.of(Part.INPUT_TEXT);
    private static final Set<String> OF_TOOL = Set.of(Part.INPUT_TEXT, Part.INPUT_FILE);
    private static final List<String> DETAILS = List.of("auto", "low", "high");
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_URL = 8_192;

    List<Part> content(Fields message, String role) {
        boolean ours = role.equals("assistant");
        var allowed = ours ? OF_ASSISTANT : role.equals("user") ? OF_USER : OF_OTHERS;
        var content = message.node("content");
        if (content.isTextual()) {
            var text = Invalid.plain(message.path("content"), content.textValue());
            return List.of(ours ? Part.outputText(text, List.of()) : Part.inputText(text));
        }
        return list(content, message.path("content"), allowed);
    }

    /** A tool's answer as one text. */
    String toolOutput(Fields item) {
        var output = item.node("output");
        if (output.isTextual()) {
            return Invalid.plain(item.path("output"), output.textValue());
        }
        var text = new StringBuilder();
        for (var part : list(output, item.path("output"), OF_TOOL)) {
            text.append(((Content.Text) PartContent.of(part)).text());
        }
        return text.toString();
    }

    private List<Part> list(JsonNode content, String path, Set<String> allowed) {
        if (!content.isArray()) {
            throw Invalid.param(path, "must be a string or a list of parts");
        }
        var parts = new ArrayList<Part>(content.size());
        for (int i = 0; i < content.size(); i++) {
            var fields = new Fields(content.get(i), path + "[" + i + "]");
            var type = fields.requiredText("type");
            if (!allowed.contains(type)) {
                throw Invalid.param(
                        fields.path("type"),
                        "must be one of "
                                + String.join(", ", allowed.stream().sorted().toList()) + " here");
            }
            parts.add(part(type, fields));
        }
        return parts;
    }

    private Part part(String type, Fields fields) {
        return switch (type) {
            case Part.INPUT_IMAGE -> image(fields);
            case Part.INPUT_FILE -> file(fields);
            case Part.OUTPUT_TEXT -> Part.outputText(fields.requiredText("text"), List.of());
            case Part.REFUSAL -> Part.refusal(fields.requiredText("refusal"));
            default -> Part.plain(type, fields.requiredText("text"));
        };
    }

    private Part image(Fields fields) {
        if (fields.has("file_id")) {
            throw Invalid.param(fields.path("file_id"), "is not supported: send the image as image_url");
        }
        var url = fields.requiredText("image_url");
        checkUrl(fields.path("image_url"), url);
        return Part.image(url, fields.oneOf("detail", DETAILS, "auto"));
    }

    private void checkUrl(String param, String url) {
        if (!url.startsWith("data:image/") && !url.startsWith("https://") && !url.startsWith("http://")) {
            throw Invalid.param(param, "must be an http(s) URL or a data: URL of an image");
        }
        boolean inside = url.startsWith("data:");
        if (!inside && url.length() > LONGEST_URL) {
            throw Invalid.param(param, "must have at most " + LONGEST_URL + " characters");
        }
        // base64 writes three bytes as four characters
        if (inside && url.length() * 3L / 4 > maxImageBytes) {
            throw Invalid.param(param, "must be an image of at most " + maxImageBytes + " bytes, or its URL");
        }
    }

    private static Part file(Fields fields) {
        for (var elsewhere : List.of("file_id", "file_url")) {
            if (fields.has(elsewhere)) {
                throw Invalid.param(fields.path(elsewhere), "is not supported: send the file as file_data");
            }
        }
        var name = fields.has("filename") ? fields.requiredText("filename", LONGEST_NAME) : null;
        var part = Part.file(name, fields.requiredText("file_data"));
        if (FileText.of(part).isEmpty()) {
            throw Invalid.param(fields.path("file_data"), FileText.WANTED);
        }
        return part;
    }
}
