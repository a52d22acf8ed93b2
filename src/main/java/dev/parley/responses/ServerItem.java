package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.agent.ToolNames;
import java.util.List;

/**
 * Items about tools that run here. Those of our own tools carry our slug, those of MCP servers have OpenAI's form, with a few members of
 * ours beside: how long it took, and in which answer of the response it was called.
 */
sealed interface ServerItem extends Item {

    String TOOL_CALL = "parley:tool_call";
    String MCP_CALL = "mcp_call";
    String FILE_SEARCH_CALL = "file_search_call";
    String QUESTION = "parley:approval_request";
    String MCP_QUESTION = "mcp_approval_request";
    String DECISION = "parley:approval_response";
    String MCP_DECISION = "mcp_approval_response";
    String FAILED = "failed";

    /** A call, and what it has led to; without an output or an error it is still to be run, or to be decided about. */
    sealed interface Call extends ServerItem permits ToolCall, McpCall, FileSearchCall {

        String callId();

        String status();

        /** The tool as the model sees it. */
        @JsonIgnore
        String tool();

        String arguments();

        /** What the model is told, null for a call that is open. */
        @JsonIgnore
        String result();

        /** Of which answer of its response it is a part. */
        int step();

        @JsonIgnore
        default boolean isOpen() {
            return result() == null;
        }
    }

    /** A call of one of our tools. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ToolCall(
            String id,
            String status,
            @JsonProperty("call_id") String callId,
            String name,
            String arguments,
            String output,
            Error error,
            @JsonProperty("duration_ms") Long durationMillis,
            int step)
            implements Call {

        /** What went wrong. */
        record Error(String code, String message) {}

        @Override
        public String tool() {
            return name;
        }

        @Override
        public String result() {
            return error == null ? output : error.message();
        }
    }

    /** A call of a tool of an MCP server. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record McpCall(
            String id,
            String status,
            @JsonProperty("call_id") String callId,
            @JsonProperty("server_label") String serverLabel,
            String name,
            String arguments,
            String output,
            Error error,
            @JsonProperty("duration_ms") Long durationMillis,
            int step)
            implements Call {

        /** What went wrong, as OpenAI tells it. */
        record Error(String type, String code, List<Text> content) {

            static Error of(String code, String message) {
                return new Error("mcp_tool_execution_error", code, List.of(new Text("text", message)));
            }
        }

        /** A sentence about it. */
        record Text(String type, String text) {}

        @Override
        public String tool() {
            return ToolNames.joined(serverLabel, name);
        }

        @Override
        public String result() {
            return error == null ? output : error.content().getFirst().text();
        }
    }

    /** A call that waits for somebody to agree. */
    sealed interface Asked extends ServerItem {

        String callId();
    }

    /** The question about a call of one of our tools. */
    record Question(String id, @JsonProperty("call_id") String callId, String name, String arguments, String reason)
            implements Asked {}

    /** The question about a call of a tool of an MCP server. */
    record McpQuestion(
            String id,
            @JsonProperty("call_id") String callId,
            @JsonProperty("server_label") String serverLabel,
            String name,
            String arguments,
            String reason)
            implements Asked {}

    /** What somebody has decided. */
    sealed interface Decided extends ServerItem {

        String approvalRequestId();

        boolean approve();

        String reason();
    }

    /** In our words. */
    record Decision(
            String id, @JsonProperty("approval_request_id") String approvalRequestId, boolean approve, String reason)
            implements Decided {}

    /** In OpenAI's words. Either kind answers either question. */
    record McpDecision(
            String id, @JsonProperty("approval_request_id") String approvalRequestId, boolean approve, String reason)
            implements Decided {}
}
