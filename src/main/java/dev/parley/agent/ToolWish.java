package dev.parley.agent;

import java.util.List;

/** What a request says about tools that run here. {@code param} is where it says so, for the refusal. */
public sealed interface ToolWish {

    String param();

    /** One of our own tools. */
    record Own(String param, String name) implements ToolWish {}

    /**
     * The tools of a configured MCP server.
     *
     * @param allowed their names there, null for all
     * @param asksFirst names of those of which each call must be agreed to, {@code *} for all; in addition to what the server's settings say
     */
    record Mcp(String param, String server, List<String> allowed, List<String> asksFirst) implements ToolWish {}
}
