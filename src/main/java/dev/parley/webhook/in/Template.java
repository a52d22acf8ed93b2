package dev.parley.webhook.in;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A prompt with places for values of a JSON body: {@code {{pull_request.title}}}, {@code {{commits.0.message}}}, and {@code {{body}}} for all of
 * it. A value that is not there is empty, an object or a list is its JSON. Values are never looked at for places again.
 */
final class Template {

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final String WHOLE = "body";
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_$-]+(\\.[A-Za-z0-9_$-]+)*");

    /** A piece of text, or the path of a value. */
    private record Part(String text, List<String> path) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException whose message says what is wrong */
    static Template of(String text) {
        var parts = new ArrayList<Part>();
        int at = 0;
        for (int open; (open = text.indexOf(OPEN, at)) >= 0; ) {
            int close = text.indexOf(CLOSE, open);
            if (close < 0) {
                throw new IllegalArgumentException("has {{ without }}");
            }
            parts.add(new Part(text.substring(at, open), null));
            parts.add(new Part(
                    null, path(text.substring(open + OPEN.length(), close).strip())));
            at = close + CLOSE.length();
        }
        parts.add(new Part(text.substring(at), null));
        return new Template(List.copyOf(parts));
    }

    private static List<String> path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "has {{" + text + "}}, which is not names of fields or numbers of places with dots between");
        }
        return List.of(text.split("\\."));
    }

    String fill(JsonNode body) {
        var filled = new StringBuilder();
        for (var part : parts) {
            filled.append(part.text() == null ? value(body, part.path()) : part.text());
        }
        return filled.toString();
    }

    private static String value(JsonNode body, List<String> path) {
        if (path.equals(List.of(WHOLE)) && !body.has(WHOLE)) {
            return body.toString();
        }
        var found = body;
        for (var name : path) {
            found = found.isArray() ? element(found, name) : found.path(name);
        }
        if (found.isMissingNode() || found.isNull()) {
            return "";
        }
        return found.isValueNode() ? found.asText() : found.toString();
    }

    private static JsonNode element(JsonNode list, String number) {
        return number.matches("\\d{1,9}") ? list.path(Integer.parseInt(number)) : MissingNode.getInstance();
    }
}
