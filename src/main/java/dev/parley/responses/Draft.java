package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.rag.store.FileCitations;
import java.util.ArrayList;
import java.util.List;

/** One item of the output while its text grows. */
final class Draft {

    /** What kind of item it will be. */
    enum Kind {
        MESSAGE("msg"),
        REASONING("rs"),
        CALL("fc"),
        /** A call that runs here: of a tool of our own, of an MCP server, or a search of vector stores. */
        TOOL("tc"),
        MCP("mcp"),
        FILE_SEARCH("fs"),
        /** Somebody is asked about a call. */
        QUESTION("apr"),
        /** What the user has said meanwhile. */
        INPUT("msg");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    private final Kind kind;
    private final int index;
    private final String id;
    private final Delta.ToolCallDelta call;
    private final StringBuilder text = new StringBuilder();
    private final List<JsonNode> logprobs = new ArrayList<>(0);
    private final List<JsonNode> annotations = new ArrayList<>(0);
    private FileCitations citations;
    private ServerCallState server;
    private ServerItem.Asked question;
    private boolean settled;

    /** @param call the delta that began it, null for an item that is no call */
    Draft(Exchange exchange, Kind kind, int index, Delta.ToolCallDelta call) {
        this.kind = kind;
        this.index = index;
        this.id = exchange.itemId(kind.prefix, index);
        this.call = call;
    }

    /** An item that is there at once: somebody is asked about a call. */
    static Draft of(int index, ServerItem.Asked question) {
        var draft = new Draft(index, Kind.QUESTION, question.id());
        draft.question = question;
        return draft;
    }

    private Draft(int index, Kind kind, String id) {
        this.kind = kind;
        this.index = index;
        this.id = id;
        this.call = null;
    }

    Kind kind() {
        return kind;
    }

    /** Its place in the output. */
    int index() {
        return index;
    }

    String id() {
        return id;
    }

    boolean isCall(int callIndex) {
        return call != null && call.index() == callIndex;
    }

    /** Whether it is a call, which stays open until the end of the response or its own. */
    boolean isCall() {
        return call != null;
    }

    /** Whether it is a call that runs here. */
    boolean runsHere() {
        return kind == Kind.TOOL || kind == Kind.MCP || kind == Kind.FILE_SEARCH;
    }

    /** Whether it is such a call of this id. */
    boolean isServerCall(String callId) {
        return runsHere() && call.id().equals(callId);
    }

    /** Tells what runs here where it belongs; for such a call, right after it has begun. */
    void server(ServerCallState state) {
        server = state;
    }

    void ended(Delta.ToolEnd end) {
        server = server.ended(end);
    }

    boolean hasEnded() {
        return server != null && server.end() != null;
    }

    /** The answer it belongs to is whole and the run has gone on from it: whatever happens, a next request may build upon it. */
    void settle() {
        settled = true;
    }

    boolean isSettled() {
        return settled;
    }

    /** What somebody is asked about this call. */
    ServerItem.Asked question(Delta.Approval approval) {
        return server.question(approval, call, text());
    }

    /** The function that is called, null for an item that is no call. */
    String function() {
        return call == null ? null : call.name();
    }

    void add(String piece) {
        text.append(piece);
        if (citations != null) {
            citations.in(piece).forEach(cited -> annotations.add(FileCitationWire.of(cited)));
        }
    }

    /** Has what its text cites looked for from now on; for a message, right after it has begun. */
    void cites(FileCitations checked) {
        citations = checked;
    }

    /** How often its text has cited something until now. */
    int annotated() {
        return annotations.size();
    }

    JsonNode annotation(int place) {
        return annotations.get(place);
    }

    /** @param json the provider's {@code logprobs} of a choice; what is not of the common form is left out */
    List<JsonNode> addLogprobs(String json) {
        var tokens = new ArrayList<JsonNode>();
        try {
            Json.MAPPER.readTree(json).path("content").forEach(tokens::add);
        } catch (JsonProcessingException malformed) {
            // a provider's nonsense about its own words changes nothing about them
        }
        logprobs.addAll(tokens);
        return tokens;
    }

    /** What came until now. A call without arguments has the empty object, since no text at all is not JSON. */
    String text() {
        return call != null && text.toString().isBlank() ? "{}" : text.toString();
    }

    List<JsonNode> logprobs() {
        return List.copyOf(logprobs);
    }

    /** The item as it is when it has just begun. */
    Item begun() {
        return switch (kind) {
            case MESSAGE -> new Item.Message(id, Item.IN_PROGRESS, "assistant", List.of());
            case REASONING -> new Item.Reasoning(id, Item.IN_PROGRESS, List.of(), List.of(), null);
            case CALL -> new Item.FunctionCall(id, Item.IN_PROGRESS, call.id(), call.name(), "");
            case TOOL, MCP -> server.item(id, Item.IN_PROGRESS, call, "");
            case FILE_SEARCH -> server.search(id, Item.IN_PROGRESS, call, "");
            case QUESTION -> question;
            case INPUT -> item(true);
        };
    }

    /** The part that the text goes into, when it has just begun. */
    Part begunPart() {
        return kind == Kind.MESSAGE ? Part.outputText("", List.of()) : Part.plain(Part.REASONING_TEXT, "");
    }

    /** The part with the text. */
    Part part() {
        return kind == Kind.MESSAGE
                ? Part.outputText(text(), List.copyOf(annotations), logprobs())
                : Part.plain(Part.REASONING_TEXT, text());
    }

    /** The item with all that came. */
    Item item(boolean whole) {
        var status = whole ? Item.COMPLETED : Item.INCOMPLETE;
        return switch (kind) {
            case MESSAGE -> new Item.Message(id, status, "assistant", List.of(part()));
            case REASONING -> new Item.Reasoning(id, status, List.of(), List.of(part()), null);
            case CALL -> new Item.FunctionCall(id, status, call.id(), call.name(), text());
            case TOOL, MCP -> server.item(id, Item.INCOMPLETE, call, text());
            case FILE_SEARCH -> server.search(id, Item.INCOMPLETE, call, text());
            case QUESTION -> question;
            case INPUT -> new Item.Message(id, Item.COMPLETED, "user", List.of(Part.inputText(text())));
        };
    }
}
