package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.platform.Ids;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code input}: a string or a list of items, each into one item of ours. */
final class ItemReader {

    private static final List<String> ROLES = List.of("user", "assistant", "system", "developer");
    private static final int LONGEST_CALL_ID = 64;
    private static final String TYPES =
            "must be one of message, function_call, function_call_output, reasoning, compaction, item_reference,"
                    + " parley:tool_call, mcp_call, file_search_call, parley:approval_request, mcp_approval_request,"
                    + " parley:approval_response, mcp_approval_response";

    /**
     * An item of OpenAI's that says which tools an MCP server had, which clients send back with a conversation. It is passed over: the
     * tools are those that the server has now.
     */
    private static final String LIST_OF_TOOLS = "mcp_list_tools";

    private final List<Item> known;
    private final PartReader parts;
    private final CitedPassages cited;

    /** @param known items that an {@code item_reference} may name: those of the previous response's conversation */
    ItemReader(List<Item> known, PartReader parts) {
        this.known = known;
        this.parts = parts;
        this.cited = CitedPassages.of(known);
    }

    /** The items in their order; none for an input that was left out. */
    List<Item> read(JsonNode input) {
        if (input == null || input.isNull()) {
            return List.of();
        }
        if (input.isTextual()) {
            return List.of(new Item.Message(
                    Ids.next("msg"),
                    Item.COMPLETED,
                    "user",
                    List.of(Part.inputText(Invalid.plain("input", input.textValue())))));
        }
        if (!input.isArray()) {
            throw Invalid.param("input", "must be a string or a list of items");
        }
        var items = new ArrayList<Item>(input.size());
        for (int i = 0; i < input.size(); i++) {
            var fields = new Fields(input.get(i), "input[" + i + "]");
            if (!fields.text("type", "message").equals(LIST_OF_TOOLS)) {
                items.add(item(fields));
            }
        }
        return items;
    }

    private Item item(Fields fields) {
        return switch (fields.text("type", "message")) {
            case "message" -> message(fields);
            case "function_call" -> call(fields);
            case "function_call_output" ->
                new Item.FunctionCallOutput(
                        id(fields, "fco"),
                        Item.COMPLETED,
                        fields.requiredText("call_id", LONGEST_CALL_ID),
                        parts.toolOutput(fields));
            case "reasoning" -> reasoning(fields);
            case "compaction" -> compaction(fields);
            case "item_reference" -> reference(fields);
            case ServerItem.FILE_SEARCH_CALL -> cited.add(ServerItemReader.item(fields, id(fields, "fs")));
            case ServerItem.TOOL_CALL,
                    ServerItem.MCP_CALL,
                    ServerItem.QUESTION,
                    ServerItem.MCP_QUESTION,
                    ServerItem.DECISION,
                    ServerItem.MCP_DECISION -> ServerItemReader.item(fields, id(fields, "it"));
            default -> throw Invalid.param(fields.path("type"), TYPES);
        };
    }

    private Item message(Fields fields) {
        fields.requiredText("role");
        var role = fields.oneOf("role", ROLES, null);
        return new Item.Message(id(fields, "msg"), Item.COMPLETED, role, parts.content(fields, role));
    }

    private static Item call(Fields fields) {
        // some models leave the text empty when there are none
        var arguments = fields.requiredText("arguments").isBlank() ? "{}" : fields.text("arguments");
        if (!isObject(arguments)) {
            throw Invalid.param(fields.path("arguments"), "must be a JSON object as text");
        }
        return new Item.FunctionCall(
                id(fields, "fc"),
                Item.COMPLETED,
                fields.requiredText("call_id", LONGEST_CALL_ID),
                ToolReader.name(fields),
                arguments);
    }

    private static boolean isObject(String json) {
        try {
            return Json.MAPPER.readTree(json).isObject();
        } catch (JsonProcessingException malformed) {
            return false;
        }
    }

    private static Item reasoning(Fields fields) {
        return new Item.Reasoning(
                id(fields, "rs"),
                Item.COMPLETED,
                texts(fields, "summary", Part.SUMMARY_TEXT),
                fields.has("content") ? texts(fields, "content", Part.REASONING_TEXT) : null,
                fields.text("encrypted_content"));
    }

    private static List<Part> texts(Fields fields, String name, String type) {
        var texts = new ArrayList<Part>();
        for (int i = 0; i < fields.node(name).size(); i++) {
            var part = new Fields(fields.node(name).get(i), fields.path(name) + "[" + i + "]");
            texts.add(Part.plain(type, part.requiredText("text")));
        }
        return texts;
    }

    private static Item compaction(Fields fields) {
        var content = fields.requiredText("encrypted_content");
        if (Summary.of(content).isEmpty()) {
            throw Invalid.param(
                    fields.path("encrypted_content"), "must be as POST /v1/responses/compact of this server made it");
        }
        return new Item.Compaction(id(fields, "cmp"), content);
    }

    private Item reference(Fields fields) {
        var id = fields.requiredText("id");
        return known.stream()
                .filter(item -> item.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Invalid.param(fields.path("id"), "names no item of the previous response"));
    }

    private static String id(Fields fields, String prefix) {
        var id = fields.text("id");
        if (id == null) {
            return Ids.next(prefix);
        }
        if (!Ids.isSafe(id)) {
            throw Invalid.param(fields.path("id"), "must have 1 to 128 letters, digits, dots, colons, dashes");
        }
        return id;
    }
}
