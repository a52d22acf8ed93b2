package dev.parley.agent;

import dev.parley.platform.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One MCP server, {@code parley.mcp.<label>.…}.
 *
 * @param url of its endpoint for streamable HTTP
 * @param allow names of its tools that may be used, default {@code *}
 * @param approval names of those that ask somebody first, default none
 * @param once names of those that must not run twice, default none
 * @param headers sent with every request
 * @param connectTimeout default 5 s
 * @param timeout of one call of a tool, default 30 s
 * @param refresh how long the list of its tools is good, default 5 m
 * @param maxResponse bytes of one answer, default 10 MiB
 */
record McpSettings(
        String label,
        URI url,
        List<String> allow,
        List<String> approval,
        List<String> once,
        Map<String, String> headers,
        Duration connectTimeout,
        Duration timeout,
        Duration refresh,
        int maxResponse) {

    private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9-]{1,20}");

    static List<McpSettings> readAll(Settings settings) {
        return settings.list("parley.mcp", "").stream()
                .map(label -> read(settings, label))
                .toList();
    }

    private static McpSettings read(Settings settings, String label) {
        if (!LABEL.matcher(label).matches()) {
            throw Settings.bad("parley.mcp", label, "labels of 1 to 20 letters, digits and dashes");
        }
        var at = "parley.mcp." + label + ".";
        if (settings.text(at + "url").isEmpty()) {
            throw Settings.missing(at + "url", "where the MCP server " + label + " is.");
        }
        return new McpSettings(
                label,
                settings.httpUri(at + "url", ""),
                settings.list(at + "allow", "*"),
                settings.list(at + "approval", ""),
                settings.list(at + "once", ""),
                headers(settings, at),
                settings.duration(at + "connect-timeout", "5s"),
                settings.duration(at + "timeout", "30s"),
                settings.duration(at + "refresh", "5m"),
                settings.integer(at + "max-response", 10 << 20, 1_000, 1 << 30));
    }

    private static Map<String, String> headers(Settings settings, String at) {
        var headers = new LinkedHashMap<String, String>();
        settings.text(at + "api-key").ifPresent(key -> headers.put("Authorization", "Bearer " + key));
        for (var line : settings.list(at + "headers", "")) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw Settings.bad(at + "headers", "…", "a list like X-Team: red, X-Key: abc");
            }
            headers.put(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip());
        }
        return headers;
    }

    boolean allows(String tool) {
        return AgentSettings.names(allow, tool);
    }
}
