package dev.parley.agent;

import dev.parley.http.Json;
import dev.parley.llm.ToolError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.List;

/** What an MCP server's tool answers, as the text that a model is told. */
final class McpAnswer {

    private McpAnswer() {}

    /** @throws ToolFailure when the tool says that it failed */
    static String text(McpSchema.CallToolResult result) throws ToolFailure {
        var text = new StringBuilder();
        for (var content : result.content() == null ? List.<McpSchema.Content>of() : result.content()) {
            text.append(text.isEmpty() ? "" : "\n").append(text(content));
        }
        if (text.isEmpty() && result.structuredContent() != null) {
            text.append(Json.text(result.structuredContent()));
        }
        if (Boolean.TRUE.equals(result.isError())) {
            throw new ToolFailure(ToolError.FAILED, text.toString());
        }
        return text.toString();
    }

    /** Of what is no text a model hears that it is there. */
    private static String text(McpSchema.Content content) {
        return content instanceof McpSchema.TextContent words
                ? words.text()
                : "[" + content.type() + " content, which is not shown]";
    }
}
