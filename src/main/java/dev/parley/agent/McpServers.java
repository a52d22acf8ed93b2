package dev.parley.agent;

import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The MCP servers that are configured. None is asked before a request names it. */
@ApplicationScoped
class McpServers {

    private final Map<String, McpConnection> servers = new LinkedHashMap<>();

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        for (var one : McpSettings.readAll(settings)) {
            servers.put(one.label(), new McpConnection(one));
        }
    }

    /** What is set wrong stops the start. */
    void onStart(@Observes Startup start) {
        // configured by now
    }

    @PreDestroy
    void stop() {
        servers.values().forEach(McpConnection::close);
    }

    /** Adds the tools of one server, as far as settings and wish allow. */
    void offer(ToolWish.Mcp wish, Map<String, Toolbox.Offer> offers) {
        var server = servers.get(wish.server());
        if (server == null) {
            var known = servers.isEmpty() ? "none is configured" : "there are " + String.join(", ", servers.keySet());
            throw ToolCatalog.unknown(
                    wish.param() + ".server_label", "names no MCP server of this server's configuration; " + known);
        }
        var tools = server.tools();
        demandThere(wish, tools);
        for (var tool : tools) {
            if (wish.allowed() == null || wish.allowed().contains(tool.name())) {
                boolean asks = tool.needsApproval() || AgentSettings.names(wish.asksFirst(), tool.name());
                offers.put(tool.spec().name(), new Toolbox.Offer(tool, asks));
            }
        }
    }

    private static void demandThere(ToolWish.Mcp wish, List<McpTool> tools) {
        var names = tools.stream().map(McpTool::name).toList();
        for (var name : wish.allowed() == null ? List.<String>of() : wish.allowed()) {
            if (!names.contains(name)) {
                throw ToolCatalog.unknown(
                        wish.param() + ".allowed_tools",
                        "names '" + name + "', which the MCP server has not or may not be used; there are "
                                + String.join(", ", names));
            }
        }
    }
}
