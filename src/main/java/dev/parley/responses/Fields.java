package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Reads one JSON object that a client wrote; what is wrong with it is told by the path of the field. */
record Fields(JsonNode object, String path) {

    Fields {
        if (!object.isObject()) {
            throw Invalid.param(path, "must be an object");
        }
    }

    String path(String name) {
        return path + "." + name;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    JsonNode node(String name) {
        return object.path(name);
    }

    /** A text that may be left out; null is the same. */
    String text(String name) {
        var value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Invalid.param(path(name), "must be a string");
        }
        return Invalid.plain(path(name), value.textValue());
    }

    String text(String name, String otherwise) {
        var value = text(name);
        return value == null ? otherwise : value;
    }

    String requiredText(String name) {
        var value = text(name);
        if (value == null) {
            throw Invalid.param(path(name), "is required");
        }
        return value;
    }

    /** A required text that is not empty and at most {@code most} characters long. */
    String requiredText(String name, int most) {
        var value = requiredText(name);
        if (value.isEmpty() || value.length() > most) {
            throw Invalid.param(path(name), "must have 1 to " + most + " characters");
        }
        return value;
    }

    /** A text out of a list; null or left out is {@code otherwise}. */
    String oneOf(String name, List<String> known, String otherwise) {
        var value = text(name, otherwise);
        if (value != null && !known.contains(value)) {
            throw Invalid.param(path(name), "must be one of " + String.join(", ", known));
        }
        return value;
    }

    /** A boolean that may be left out. */
    Boolean flag(String name) {
        if (!has(name)) {
            return null;
        }
        if (!object.path(name).isBoolean()) {
            throw Invalid.param(path(name), "must be true or false");
        }
        return object.path(name).booleanValue();
    }
}
