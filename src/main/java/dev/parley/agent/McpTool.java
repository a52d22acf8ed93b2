package dev.parley.agent;

import dev.parley.llm.ToolSpec;
import java.time.Duration;

/** A tool of an MCP server. */
record McpTool(McpConnection connection, ToolSpec spec, String name) implements ServerTool {

    @Override
    public String server() {
        return connection.rules().label();
    }

    @Override
    public boolean needsApproval() {
        return AgentSettings.names(connection.rules().approval(), name);
    }

    @Override
    public boolean once() {
        return AgentSettings.names(connection.rules().once(), name);
    }

    @Override
    public Duration timeout() {
        return connection.rules().timeout();
    }

    @Override
    public ToolResult call(String arguments, ToolCaller caller) throws ToolFailure {
        return ToolResult.of(connection.call(name, arguments));
    }
}
