package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One item of a conversation, as it stands in {@code input} and in {@code output}. Every item we hand out or keep has an id and a status;
 * what a client leaves out is filled in when the item is read.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Item.Message.class, name = "message"),
    @JsonSubTypes.Type(value = Item.FunctionCall.class, name = "function_call"),
    @JsonSubTypes.Type(value = Item.FunctionCallOutput.class, name = "function_call_output"),
    @JsonSubTypes.Type(value = Item.Reasoning.class, name = "reasoning"),
    @JsonSubTypes.Type(value = Item.Compaction.class, name = "compaction"),
    @JsonSubTypes.Type(value = ServerItem.ToolCall.class, name = ServerItem.TOOL_CALL),
    @JsonSubTypes.Type(value = ServerItem.McpCall.class, name = ServerItem.MCP_CALL),
    @JsonSubTypes.Type(value = FileSearchCall.class, name = ServerItem.FILE_SEARCH_CALL),
    @JsonSubTypes.Type(value = ServerItem.Question.class, name = ServerItem.QUESTION),
    @JsonSubTypes.Type(value = ServerItem.McpQuestion.class, name = ServerItem.MCP_QUESTION),
    @JsonSubTypes.Type(value = ServerItem.Decision.class, name = ServerItem.DECISION),
    @JsonSubTypes.Type(value = ServerItem.McpDecision.class, name = ServerItem.MCP_DECISION)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface Item
        permits Item.Message, Item.FunctionCall, Item.FunctionCallOutput, Item.Reasoning, Item.Compaction, ServerItem {

    String IN_PROGRESS = "in_progress";
    String COMPLETED = "completed";
    String INCOMPLETE = "incomplete";

    String id();

    /** What somebody said; {@code role} is user, assistant, system or developer. */
    record Message(String id, String status, String role, List<Part> content) implements Item {

        boolean isOf(String speaker) {
            return role.equals(speaker);
        }
    }

    /** The model asks for a tool. */
    record FunctionCall(
            String id,
            String status,
            @JsonProperty("call_id") String callId,
            String name,
            String arguments) implements Item {}

    /** What the tool answered; a list of parts is joined to one text when it is read. */
    record FunctionCallOutput(
            String id,
            String status,
            @JsonProperty("call_id") String callId,
            String output) implements Item {}

    /** The model's thinking, shown and kept but not given back to a model: no provider's API takes another's. */
    record Reasoning(
            String id,
            String status,
            List<Part> summary,
            List<Part> content,
            @JsonProperty("encrypted_content") String encryptedContent)
            implements Item {}

    /** A conversation made short by {@code POST /v1/responses/compact}. */
    record Compaction(
            String id, @JsonProperty("encrypted_content") String encryptedContent) implements Item {}
}
