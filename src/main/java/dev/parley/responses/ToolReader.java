package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.rag.store.StoreSearch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reads {@code tools}. */
final class ToolReader {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MOST = 128;
    private static final int LONGEST_LABEL = 64;
    private static final int MOST_STORES = 10;

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
            if (!names.add(tool.key())) {
                throw Invalid.param(fields.path("name"), "is the name of another tool before it");
            }
            read.add(tool);
        }
        return read;
    }

    private static ToolWire tool(Fields fields) {
        return switch (fields.requiredText("type")) {
            case "function" -> function(fields);
            case ToolWire.OWN -> new ToolWire.Own(ToolWire.OWN, name(fields));
            case "mcp" -> mcp(fields);
            case ToolWire.FILE_SEARCH -> fileSearch(fields);
            default ->
                throw Invalid.param(
                        fields.path("type"),
                        "must be function, file_search, parley:tool or mcp: this server hosts no other tools");
        };
    }

    private static ToolWire function(Fields fields) {
        var parameters = fields.has("parameters") ? fields.node("parameters") : null;
        if (parameters != null && !parameters.isObject()) {
            throw Invalid.param(fields.path("parameters"), "must be a JSON Schema object");
        }
        return new ToolWire.Function(
                "function", name(fields), fields.text("description"), parameters, fields.flag("strict"));
    }

    private static ToolWire mcp(Fields fields) {
        for (var address : List.of("server_url", "connector_id", "tunnel_id", "authorization", "headers")) {
            if (fields.has(address)) {
                throw Invalid.param(
                        fields.path(address),
                        "is not supported: MCP servers are those of the configuration (parley.mcp)");
            }
        }
        var allowed = fields.node("allowed_tools");
        var names = allowed.isObject() ? allowed.path("tool_names") : allowed;
        if (!names.isMissingNode() && !names.isNull() && !isTexts(names)) {
            throw Invalid.param(fields.path("allowed_tools"), "must be a list of names");
        }
        return new ToolWire.Mcp(
                "mcp",
                fields.requiredText("server_label", LONGEST_LABEL),
                names.isArray() ? texts(names) : null,
                requireApproval(fields));
    }

    private static ToolWire fileSearch(Fields fields) {
        var ids = fields.node("vector_store_ids");
        if (!isTexts(ids) || ids.isEmpty() || ids.size() > MOST_STORES) {
            throw Invalid.param(
                    fields.path("vector_store_ids"), "must be a list of 1 to " + MOST_STORES + " ids of vector stores");
        }
        var most = fields.node("max_num_results");
        if (fields.has("max_num_results")
                && !(most.isInt() && most.intValue() >= 1 && most.intValue() <= StoreSearch.MOST_RESULTS)) {
            throw Invalid.param(
                    fields.path("max_num_results"), "must be a whole number from 1 to " + StoreSearch.MOST_RESULTS);
        }
        return new ToolWire.FileSearch(
                ToolWire.FILE_SEARCH,
                texts(ids).stream().distinct().toList(),
                fields.has("max_num_results") ? (Integer) most.intValue() : null,
                fields.has("filters") ? fields.node("filters") : null,
                fields.has("ranking_options") ? fields.node("ranking_options") : null);
    }

    private static JsonNode requireApproval(Fields fields) {
        var approval = fields.node("require_approval");
        boolean isWord = approval.isTextual() && List.of("always", "never").contains(approval.textValue());
        boolean isFilter = approval.isObject()
                && (approval.at("/always/tool_names").isMissingNode() || isTexts(approval.at("/always/tool_names")));
        if (!approval.isMissingNode() && !approval.isNull() && !isWord && !isFilter) {
            throw Invalid.param(
                    fields.path("require_approval"), "must be always, never, or {\"always\": {\"tool_names\": [...]}}");
        }
        return isWord || isFilter ? approval : null;
    }

    private static boolean isTexts(JsonNode list) {
        return list.isArray() && StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isTextual);
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
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
