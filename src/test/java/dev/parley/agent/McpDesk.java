package dev.parley.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** An MCP server of the official SDK, in a Tomcat: with a tool that works, and others that don't. */
public final class McpDesk implements AutoCloseable {

    private final Tomcat tomcat = new Tomcat();
    private final McpSyncServer server;
    private final Queue<String> done = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    private McpDesk() throws LifecycleException {
        var mapper = new JacksonMcpJsonMapper(new ObjectMapper());
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(mapper)
                .mcpEndpoint("/mcp")
                .build();
        server = McpServer.sync(transport)
                .serverInfo("desk", "1")
                .jsonMapper(mapper)
                .jsonSchemaValidator(new DefaultJsonSchemaValidator(new ObjectMapper()))
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .build();
        add("add", arguments -> "the sum is " + sum(arguments));
        add("fail", arguments -> {
            throw new IllegalStateException("SECRET");
        });
        add("hang", arguments -> {
            await();
            return "late";
        });
        add("slow", arguments -> {
            pause();
            return "at last";
        });
        add("huge", arguments -> "x".repeat(50 << 20));
        add("pay", arguments -> {
            await();
            return "paid";
        });
        add("hidden", arguments -> "nobody may call this");
        tomcat.setBaseDir(Path.of("target", "tomcat").toString());
        tomcat.setPort(0);
        var context = tomcat.addContext("", Path.of("target").toAbsolutePath().toString());
        Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
        context.addServletMappingDecoded("/mcp", "mcp");
        tomcat.getConnector();
        tomcat.start();
    }

    public static McpDesk start() {
        try {
            return new McpDesk();
        } catch (LifecycleException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void add(String name, Function<Map<String, Object>, String> work) {
        var schema = Map.<String, Object>of(
                "type", "object", "properties", Map.of("a", Map.of("type", "integer"), "b", Map.of("type", "integer")));
        server.addTool(io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder()
                        .name(name)
                        .description("Does " + name)
                        .inputSchema(schema)
                        .build())
                .callHandler((exchange, request) -> {
                    done.add(name);
                    return McpSchema.CallToolResult.builder()
                            .content(List.of(new McpSchema.TextContent(work.apply(request.arguments()))))
                            .build();
                })
                .build());
    }

    private static int sum(Map<String, Object> arguments) {
        return ((Number) arguments.get("a")).intValue() + ((Number) arguments.get("b")).intValue();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** As long as a tool takes that is slow, but does answer. */
    private static void pause() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/mcp";
    }

    /** Names of the tools that were called, in order. */
    public List<String> done() {
        return List.copyOf(done);
    }

    /** Lets go of all that hangs, for good. */
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        server.close();
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
