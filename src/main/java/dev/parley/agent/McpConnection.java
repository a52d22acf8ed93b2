package dev.parley.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.http.Json;
import dev.parley.llm.ToolError;
import dev.parley.llm.ToolSpec;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One MCP server: connected when it is first needed, and again when it was lost. Its list of tools is good for a while. Blocks, on
 * virtual threads.
 */
final class McpConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(McpConnection.class.getName());
    private static final int MOST_TOOLS = 1_000;

    private final McpSettings rules;
    private final ReentrantLock lock = new ReentrantLock();
    private McpSyncClient client;
    private List<McpTool> tools;
    private long listed;

    McpConnection(McpSettings rules) {
        this.rules = rules;
    }

    McpSettings rules() {
        return rules;
    }

    /** @throws ApiException {@code PROVIDER_UNREACHABLE} */
    List<McpTool> tools() {
        lock.lock();
        try {
            long now = Ticker.SYSTEM.nanos();
            if (tools == null || now - listed > rules.refresh().toNanos()) {
                tools = listed();
                listed = now;
            }
            return tools;
        } finally {
            lock.unlock();
        }
    }

    private List<McpTool> listed() {
        try {
            return list(connected());
        } catch (RuntimeException lost) {
            drop();
        }
        try {
            return list(connected());
        } catch (RuntimeException away) {
            drop();
            LOG.log(System.Logger.Level.WARNING, "The MCP server {0} can''t be asked: {1}", rules.label(), kind(away));
            throw new ApiException(
                    ErrorCode.PROVIDER_UNREACHABLE, "The MCP server '" + rules.label() + "' can't be reached.");
        }
    }

    private List<McpTool> list(McpSyncClient connected) {
        var all = new ArrayList<McpTool>();
        String next = null;
        do {
            var page = next == null ? connected.listTools() : connected.listTools(next);
            for (var tool : page.tools()) {
                if (rules.allows(tool.name())) {
                    all.add(new McpTool(this, spec(tool), tool.name()));
                }
            }
            next = page.nextCursor();
        } while (next != null && all.size() < MOST_TOOLS);
        return List.copyOf(all);
    }

    private ToolSpec spec(McpSchema.Tool tool) {
        var schema = tool.inputSchema() == null ? null : Json.text(tool.inputSchema());
        return new ToolSpec(ToolNames.of(rules.label(), tool.name()), tool.description(), schema, null);
    }

    /** What a tool answers, as text. */
    String call(String tool, String arguments) throws ToolFailure {
        try {
            return text(client().callTool(new McpSchema.CallToolRequest(mapper(), tool, arguments)));
        } catch (McpError refused) {
            throw new ToolFailure(ToolError.FAILED, "The MCP server refused the call.");
        } catch (RuntimeException broken) {
            lock.lock();
            try {
                drop();
            } finally {
                lock.unlock();
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A call of {0} at the MCP server {1} failed: {2}",
                    tool,
                    rules.label(),
                    kind(broken));
            throw new ToolFailure(
                    ToolError.FAILED, "The MCP server could not be asked, or its answer could not be read.");
        }
    }

    private static String text(McpSchema.CallToolResult result) throws ToolFailure {
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

    /** Models are told texts; of the rest they hear that it is there. */
    private static String text(McpSchema.Content content) {
        return content instanceof McpSchema.TextContent words
                ? words.text()
                : "[" + content.type() + " content, which is not shown]";
    }

    private McpSyncClient client() {
        lock.lock();
        try {
            return connected();
        } finally {
            lock.unlock();
        }
    }

    private McpSyncClient connected() {
        if (client == null) {
            var transport = HttpClientStreamableHttpTransport.builder(origin())
                    .endpoint(endpoint())
                    .jsonMapper(mapper())
                    .connectTimeout(rules.connectTimeout())
                    .maxResponseSize(rules.maxResponse())
                    .openConnectionOnStartup(false)
                    .httpRequestCustomizer((request, method, uri, body, context) ->
                            rules.headers().forEach(request::setHeader))
                    .build();
            var fresh = McpClient.sync(transport)
                    .clientInfo(new McpSchema.Implementation("parley", "1"))
                    .initializationTimeout(rules.connectTimeout())
                    .requestTimeout(rules.timeout())
                    .jsonSchemaValidator(new DefaultJsonSchemaValidator(Json.MAPPER))
                    .build();
            fresh.initialize();
            client = fresh;
        }
        return client;
    }

    private String origin() {
        return rules.url().getScheme() + "://" + rules.url().getAuthority();
    }

    private String endpoint() {
        var path = rules.url().getRawPath();
        var query = rules.url().getRawQuery();
        return (path == null || path.isEmpty() ? "/mcp" : path) + (query == null ? "" : "?" + query);
    }

    /** The SDK reads texts of any shape, so it gets a mapper that is less strict than ours. */
    private static JacksonMcpJsonMapper mapper() {
        return new JacksonMcpJsonMapper(Lenient.MAPPER);
    }

    private static final class Lenient {
        static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    /** What went wrong, without the words of the other side. */
    private static String kind(RuntimeException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName();
    }

    private void drop() {
        var lost = client;
        client = null;
        if (lost != null) {
            lost.close();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            drop();
        } finally {
            lock.unlock();
        }
    }
}
