package dev.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.schema.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tools of one request and which of them the model may call.
 *
 * @param choice null when the caller did not say
 */
record ChatTools(List<ToolSpec> specs, ToolChoice choice) {

    static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    static final String NAME_RULE = "must be 1 to 64 letters, digits, underscores or dashes";

    static ChatTools read(ChatRequestWire body, Schemas schemas) {
        var specs = specs(body.tools() == null ? List.of() : body.tools(), schemas);
        return choose(specs, body.toolChoice());
    }

    private static List<ToolSpec> specs(List<ToolWire> wires, Schemas schemas) {
        var specs = new ArrayList<ToolSpec>(wires.size());
        var names = new HashSet<String>();
        for (int i = 0; i < wires.size(); i++) {
            var spec = spec("tools[" + i + "]", wires.get(i), schemas);
            if (!names.add(spec.name())) {
                throw BadParam.of("tools[" + i + "].function.name", "is that of another tool");
            }
            specs.add(spec);
        }
        return specs;
    }

    private static ToolSpec spec(String at, ToolWire wire, Schemas schemas) {
        if (!"function".equals(wire.type())) {
            throw BadParam.of(at + ".type", "must be function; other tools are not supported");
        }
        var function = wire.function();
        if (function == null || function.name() == null) {
            throw BadParam.of(at + ".function.name", "is required");
        }
        if (!NAME.matcher(function.name()).matches()) {
            throw BadParam.of(at + ".function.name", NAME_RULE);
        }
        return new ToolSpec(
                function.name(),
                function.description(),
                parameters(at + ".function.parameters", function.parameters(), schemas),
                function.strict());
    }

    private static String parameters(String at, JsonNode schema, Schemas schemas) {
        if (schema == null || schema.isNull()) {
            return null;
        }
        if (!schema.isObject()) {
            throw BadParam.of(at, "must be a JSON Schema, an object");
        }
        var text = schema.toString();
        schemas.compile(at, text);
        return text;
    }

    private static ChatTools choose(List<ToolSpec> specs, JsonNode choice) {
        if (choice == null || choice.isNull()) {
            return new ChatTools(specs, null);
        }
        if (choice.isTextual()) {
            return new ChatTools(specs, mode("tool_choice", choice.textValue(), specs));
        }
        return switch (choice.path("type").asText()) {
            case "function" -> new ChatTools(specs, named(choice.path("function"), specs));
            case "allowed_tools" -> allowed(choice.path("allowed_tools"), specs);
            default ->
                throw BadParam.of("tool_choice", "must be auto, none, required, a function of tools, or allowed_tools");
        };
    }

    private static ToolChoice mode(String at, String word, List<ToolSpec> specs) {
        return switch (word) {
            case "auto" -> ToolChoice.Mode.AUTO;
            case "none" -> ToolChoice.Mode.NONE;
            case "required" -> {
                if (specs.isEmpty()) {
                    throw BadParam.of(at, "is required and there are no tools");
                }
                yield ToolChoice.Mode.REQUIRED;
            }
            default -> throw BadParam.of(at, "must be auto, none, required or an object");
        };
    }

    private static ToolChoice named(JsonNode function, List<ToolSpec> specs) {
        var name = function.path("name").asText();
        if (specs.stream().noneMatch(spec -> spec.name().equals(name))) {
            throw BadParam.of("tool_choice.function.name", "is not the name of one of the tools");
        }
        return new ToolChoice.Named(name);
    }

    /** What may not be called is not shown to the model either. */
    private static ChatTools allowed(JsonNode allowed, List<ToolSpec> specs) {
        var at = "tool_choice.allowed_tools";
        Set<String> names = new HashSet<>();
        for (var tool : allowed.path("tools")) {
            names.add(tool.path("function").path("name").asText());
        }
        var left = specs.stream().filter(spec -> names.contains(spec.name())).toList();
        if (names.isEmpty() || left.size() != names.size()) {
            throw BadParam.of(at + ".tools", "must be functions of tools, at least one");
        }
        return new ChatTools(left, mode(at + ".mode", allowed.path("mode").asText("auto"), left));
    }
}
