package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.agent.ToolNames;
import dev.parley.agent.ToolWish;
import dev.parley.agent.Toolbox;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tools there are and which may be called.
 *
 * @param tools all of the request, as the response shows them
 * @param shown {@code tool_choice} as the response shows it
 * @param choice what the provider is told, null for nothing
 * @param callable the names that may be called, as models see them; a call of a client's function that is not among them fails the response
 * @param toolbox what runs here
 */
record ToolRules(List<ToolWire> tools, JsonNode shown, ToolChoice choice, Set<String> callable, Toolbox toolbox) {

    private static final String PARAM = "tool_choice";

    /**
     * What is wished for of this server, at its place in the request.
     *
     * @param cited the highest number that a passage of the conversation has
     */
    static List<ToolWish> wishes(List<ToolWire> tools, int cited) {
        var wishes = new ArrayList<ToolWish>();
        for (int i = 0; i < tools.size(); i++) {
            switch (tools.get(i)) {
                case ToolWire.Function function -> {}
                case ToolWire.Own own -> wishes.add(own.wish("tools[" + i + "]"));
                case ToolWire.FileSearch files -> wishes.add(files.wish("tools[" + i + "]", cited));
                case ToolWire.Mcp mcp -> wishes.add(mcp.wish("tools[" + i + "]"));
            }
        }
        return wishes;
    }

    static ToolRules read(List<ToolWire> known, JsonNode toolChoice, Toolbox toolbox) {
        var names = Stream.concat(functions(known).map(ToolWire.Function::name), toolbox.names().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (toolChoice == null || toolChoice.isNull()) {
            return new ToolRules(known, JsonNodeFactory.instance.textNode("auto"), null, names, toolbox);
        }
        if (toolChoice.isTextual()) {
            var mode = mode(PARAM, toolChoice.textValue(), names);
            return new ToolRules(
                    known, toolChoice, told(mode, names), mode == ToolChoice.Mode.NONE ? Set.of() : names, toolbox);
        }
        var fields = new Fields(toolChoice, PARAM);
        return switch (fields.requiredText("type")) {
            case "allowed_tools" -> allowed(known, names, fields, toolbox);
            case "function", ToolWire.OWN, "mcp", ToolWire.FILE_SEARCH -> named(known, names, fields, toolbox);
            default ->
                throw Invalid.param(
                        fields.path("type"), "must be function, file_search, parley:tool, mcp or allowed_tools");
        };
    }

    private static Stream<ToolWire.Function> functions(List<ToolWire> tools) {
        return tools.stream().filter(ToolWire.Function.class::isInstance).map(ToolWire.Function.class::cast);
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

    /** One tool must be called; of an MCP server that is named without a tool, any of its tools. */
    private static ToolRules named(List<ToolWire> tools, Set<String> names, Fields fields, Toolbox toolbox) {
        var meant = known(tools, names, fields);
        var choice = meant.size() == 1 ? new ToolChoice.Named(meant.iterator().next()) : ToolChoice.Mode.REQUIRED;
        return new ToolRules(tools, shown(fields), choice, meant, toolbox);
    }

    private static ToolRules allowed(List<ToolWire> tools, Set<String> names, Fields fields, Toolbox toolbox) {
        var list = fields.node("tools");
        if (!list.isArray() || list.isEmpty()) {
            throw Invalid.param(fields.path("tools"), "must be a list of at least one tool");
        }
        var callable = new LinkedHashSet<String>();
        var shownTools = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < list.size(); i++) {
            var tool = new Fields(list.get(i), fields.path("tools") + "[" + i + "]");
            callable.addAll(known(tools, names, tool));
            shownTools.add(shown(tool));
        }
        var word = fields.text("mode", "auto");
        var mode = mode(fields.path("mode"), word, names);
        var shown = JsonNodeFactory.instance.objectNode();
        shown.put("type", "allowed_tools").put("mode", word).set("tools", shownTools);
        return new ToolRules(tools, shown, mode, mode == ToolChoice.Mode.NONE ? Set.of() : callable, toolbox);
    }

    /** What a choice means, as models see it. */
    private static Set<String> known(List<ToolWire> tools, Set<String> names, Fields fields) {
        return switch (fields.requiredText("type")) {
            case "mcp" -> ofServer(names, fields);
            case "function" -> named(functions(tools).map(ToolWire.Function::name), fields);
            case ToolWire.OWN ->
                named(tools.stream().filter(ToolWire.Own.class::isInstance).map(ToolWire::key), fields);
            case ToolWire.FILE_SEARCH -> fileSearch(tools, fields);
            default -> throw Invalid.param(fields.path("type"), "must be function, file_search, parley:tool or mcp");
        };
    }

    private static Set<String> named(Stream<String> there, Fields fields) {
        var name = fields.requiredText("name");
        if (there.noneMatch(name::equals)) {
            throw Invalid.param(fields.path("name"), "is not the name of a tool in tools");
        }
        return Set.of(name);
    }

    private static Set<String> fileSearch(List<ToolWire> tools, Fields fields) {
        if (tools.stream().noneMatch(ToolWire.FileSearch.class::isInstance)) {
            throw Invalid.param(fields.path("type"), "is not the type of a tool in tools");
        }
        return Set.of(ToolWish.FileSearch.NAME);
    }

    private static Set<String> ofServer(Set<String> names, Fields fields) {
        var server = fields.requiredText("server_label");
        var name = fields.text("name");
        var meant = names.stream()
                .filter(seen -> new ToolWire.Mcp("mcp", server, null, null).means(seen))
                .filter(seen -> name == null || seen.equals(ToolNames.joined(server, name)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (meant.isEmpty()) {
            throw Invalid.param(fields.path("server_label"), "names no tool of an MCP server in tools");
        }
        return meant;
    }

    private static ObjectNode shown(Fields fields) {
        var shown = JsonNodeFactory.instance.objectNode();
        for (var name : List.of("type", "server_label", "name")) {
            if (fields.has(name)) {
                shown.set(name, fields.node(name));
            }
        }
        return shown;
    }

    /** What the provider is offered: a tool that may not be called is not shown to the model, but for a choice of none. */
    List<ToolSpec> offered() {
        return Stream.concat(functions(tools).map(ToolWire.Function::toSpec), toolbox.specs().stream())
                .filter(tool -> choice == ToolChoice.Mode.NONE || callable.contains(tool.name()))
                .toList();
    }

    /** Whether the request has tools that run here. */
    boolean runHere() {
        return tools.stream().anyMatch(tool -> !(tool instanceof ToolWire.Function));
    }

    /** Whether a call is the client's to run; where nothing runs here, every call is. */
    boolean isClients(String name) {
        return !runHere() || functions(tools).anyMatch(function -> function.means(name));
    }

    /** Whether a call looks into vector stores. */
    boolean isFileSearch(String name) {
        return tools.stream().anyMatch(tool -> tool instanceof ToolWire.FileSearch files && files.means(name));
    }

    /** The label of the MCP server that has a tool, null for none. */
    String serverOf(String name) {
        for (var tool : tools) {
            if (tool instanceof ToolWire.Mcp mcp && mcp.means(name)) {
                return mcp.serverLabel();
            }
        }
        return null;
    }
}
