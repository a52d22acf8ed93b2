package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tools there are and which may be called.
 *
 * @param tools all of the request, as the response shows them
 * @param shown {@code tool_choice} as the response shows it
 * @param choice what the provider is told, null for nothing
 * @param callable the names that may be called; a call of another one fails the response
 */
record ToolRules(List<ToolWire> tools, JsonNode shown, ToolChoice choice, Set<String> callable) {

    static final ToolRules NONE = read(null, null);

    private static final String PARAM = "tool_choice";

    static ToolRules read(JsonNode tools, JsonNode toolChoice) {
        var known = ToolReader.read(tools);
        var names = known.stream().map(ToolWire::name).collect(Collectors.toCollection(LinkedHashSet::new));
        if (toolChoice == null || toolChoice.isNull()) {
            return new ToolRules(known, JsonNodeFactory.instance.textNode("auto"), null, names);
        }
        if (toolChoice.isTextual()) {
            var mode = mode(PARAM, toolChoice.textValue(), names);
            return new ToolRules(known, toolChoice, told(mode, names), mode == ToolChoice.Mode.NONE ? Set.of() : names);
        }
        var fields = new Fields(toolChoice, PARAM);
        return switch (fields.requiredText("type")) {
            case "function" -> named(known, names, fields);
            case "allowed_tools" -> allowed(known, names, fields);
            default -> throw Invalid.param(fields.path("type"), "must be function or allowed_tools");
        };
    }

    private static ToolChoice.Mode mode(String param, String word, Set<String> names) {
        var mode = switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required" -> ToolChoice.Mode.REQUIRED;
            default -> throw Invalid.param(param, "must be auto, none or required");
        };
        if (mode == ToolChoice.Mode.REQUIRED && names.isEmpty()) {
            throw Invalid.param(param, "can't be required without tools");
        }
        return mode;
    }

    /** Providers refuse a choice where there is nothing to choose from. */
    private static ToolChoice told(ToolChoice.Mode mode, Set<String> names) {
        return names.isEmpty() ? null : mode;
    }

    private static ToolRules named(List<ToolWire> tools, Set<String> names, Fields fields) {
        var name = known(names, fields);
        return new ToolRules(tools, shown("function", name), new ToolChoice.Named(name), Set.of(name));
    }

    private static ToolRules allowed(List<ToolWire> tools, Set<String> names, Fields fields) {
        var list = fields.node("tools");
        if (!list.isArray() || list.isEmpty()) {
            throw Invalid.param(fields.path("tools"), "must be a list of at least one tool");
        }
        var callable = new LinkedHashSet<String>();
        var shownTools = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            var name = known(names, new Fields(list.get(i), fields.path("tools") + "[" + i + "]"));
            callable.add(name);
            shownTools.add(shown("function", name));
        }
        var word = fields.text("mode", "auto");
        var mode = mode(fields.path("mode"), word, names);
        var shown = JsonNodeFactory.instance.objectNode();
        shown.put("type", "allowed_tools").put("mode", word).set("tools", shownTools);
        return new ToolRules(tools, shown, mode, mode == ToolChoice.Mode.NONE ? Set.of() : callable);
    }

    private static String known(Set<String> names, Fields fields) {
        if (!fields.requiredText("type").equals("function")) {
            throw Invalid.param(fields.path("type"), "must be function");
        }
        var name = fields.requiredText("name");
        if (!names.contains(name)) {
            throw Invalid.param(fields.path("name"), "is not the name of a tool in tools");
        }
        return name;
    }

    private static ObjectNode shown(String type, String name) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("name", name);
    }

    /** What the provider is offered: a tool that may not be called is not shown to the model, but for a choice of none. */
    List<ToolSpec> offered() {
        return tools.stream()
                .filter(tool -> choice == ToolChoice.Mode.NONE || callable.contains(tool.name()))
                .map(ToolWire::toSpec)
                .toList();
    }
}
