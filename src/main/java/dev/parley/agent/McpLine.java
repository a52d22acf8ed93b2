package dev.parley.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.parley.http.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.jackson2.DefaultJsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;

/**
 * One session with an MCP server, and those who use it at the moment. Once it is given up nobody else begins with it, and the last one
 * closes it: the SDK fails every call of a session that is closed, and keeps of one that was cut off or took too long its connection and
 * its place until then.
 */
final class McpLine {

    /** The SDK reads texts of any shape, so it gets a mapper that is less strict than ours. */
    static final McpJsonMapper MAPPER =
            new JacksonMcpJsonMapper(JsonMapper.builder().build());

    private final McpSyncClient client;
    private int users;
    private boolean givenUp;

    private McpLine(McpSyncClient client) {
        this.client = client;
    }

    /** Connects. Blocks; fails with what the SDK throws. */
    static McpLine open(McpSettings rules, HttpClient http) {
        var transport = HttpClientStreamableHttpTransport.builder(origin(rules.url()))
                .endpoint(endpoint(rules.url()))
                .clientBuilder(giving(http))
                .jsonMapper(MAPPER)
                .connectTimeout(rules.connectTimeout())
                .maxResponseSize(rules.maxResponse())
                .openConnectionOnStartup(false)
                .httpRequestCustomizer(
                        (request, method, uri, body, context) -> rules.headers().forEach(request::setHeader))
                .build();
        var client = McpClient.sync(transport)
                .clientInfo(new McpSchema.Implementation("parley", "1"))
                .initializationTimeout(rules.connectTimeout())
                .requestTimeout(rules.timeout())
                .jsonSchemaValidator(new DefaultJsonSchemaValidator(Json.MAPPER))
                .build();
        try {
            client.initialize();
            return new McpLine(client);
        } catch (RuntimeException away) {
            client.close();
            throw away;
        }
    }

    /** The SDK would make a client for every session, and with it a thread that lives until the next garbage collection. */
    private static HttpClient.Builder giving(HttpClient http) {
        return (HttpClient.Builder) Proxy.newProxyInstance(
                McpLine.class.getClassLoader(),
                new Class<?>[] {HttpClient.Builder.class},
                (builder, method, arguments) -> method.getReturnType() == HttpClient.class ? http : builder);
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getAuthority();
    }

    private static String endpoint(URI url) {
        var path = url.getRawPath();
        var query = url.getRawQuery();
        return (path == null || path.isEmpty() ? "/mcp" : path) + (query == null ? "" : "?" + query);
    }

    McpSyncClient client() {
        return client;
    }

    /** Somebody begins to use it, who must {@link #leave}. */
    synchronized McpLine entered() {
        users++;
        return this;
    }

    void leave() {
        boolean isLast;
        synchronized (this) {
            isLast = --users == 0 && givenUp;
        }
        if (isLast) {
            client.close();
        }
    }

    /** Idempotent. */
    void giveUp() {
        boolean isUnused;
        synchronized (this) {
            isUnused = users == 0 && !givenUp;
            givenUp = true;
        }
        if (isUnused) {
            client.close();
        }
    }
}
