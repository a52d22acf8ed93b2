package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code tools}. */
final class ToolReader {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MOST = 128;

    private ToolReader() {}

    static List<ToolWire> read(JsonNode tools) {
        if (tools == null || tools.isNull()) {
            return List.of();
        }
        if (!tools.isArray() || tools.size() > MOST) {
            throw Invalid.param("tools", "must be a list of at most " + MOST + " tools");
        }
        var read = new ArrayList<ToolWire>(tools.size());
        var names = new HashSet<String>();
        for (int i = 0; i < tools.size(); i++) {
            var fields = new Fields(tools.get(i), "tools[" + i + "]");
            var tool = tool(fields);
            if (!names.add(tool.name())) {
                throw Invalid.param(fields.path("name"), "is the name of another tool before it");
            }
            read.add(tool);
        }
        return read;
    }

    private static ToolWire tool(Fields fields) {
        if (!fields.requiredText("type").equals("function")) {
            throw Invalid.param(fields.path("type"), "must be function: this server hosts no tools of its own");
        }
        var parameters = fields.has("parameters") ? fields.node("parameters") : null;
        if (parameters != null && !parameters.isObject()) {
            throw Invalid.param(fields.path("parameters"), "must be a JSON Schema object");
        }
        return new ToolWire("function", name(fields), fields.text("description"), parameters, fields.flag("strict"));
    }

    /** The name of a function, wherever one is named. */
    static String name(Fields fields) {
        var name = fields.requiredText("name");
        if (!NAME.matcher(name).matches()) {
            throw Invalid.param(fields.path("name"), "must have 1 to 64 letters, digits, underscores or dashes");
        }
        return name;
    }
}
