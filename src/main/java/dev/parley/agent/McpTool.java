package dev.parley.agent;

import dev.parley.http.Json;
import dev.parley.llm.ToolSpec;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A tool of an MCP server. */
record McpTool(McpConnection connection, ToolSpec spec, String name) implements ServerTool {

    private static final int MOST = 1_000;

    /** All tools that a server has and its settings allow. Blocks; fails with what the SDK throws. */
    static List<McpTool> all(McpSyncClient client, McpConnection connection) {
        var rules = connection.rules();
        var all = new ArrayList<McpTool>();
        String next = null;
        do {
            var page = next == null ? client.listTools() : client.listTools(next);
            for (var tool : page.tools()) {
                if (rules.allows(tool.name())) {
                    all.add(new McpTool(connection, spec(rules.label(), tool), tool.name()));
                }
            }
            next = page.nextCursor();
        } while (next != null && all.size() < MOST);
        return List.copyOf(all);
    }

    private static ToolSpec spec(String label, McpSchema.Tool tool) {
        var schema = tool.inputSchema() == null ? null : Json.text(tool.inputSchema());
        return new ToolSpec(ToolNames.of(label, tool.name()), tool.description(), schema, null);
    }

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
