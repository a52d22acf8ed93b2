package dev.parley.agent;

import dev.parley.provider.FencedPassages;
import dev.parley.rag.store.StoreSearch;
import java.util.List;

/** What a request says about tools that run here. {@code param} is where it says so, for the refusal. */
public sealed interface ToolWish {

    String param();

    /**
     * To look into vector stores of the caller.
     *
     * @param cited the highest number that a passage of the conversation has already
     */
    record FileSearch(String param, StoreSearch search, int cited) implements ToolWish {

        /** As models see it. */
        public static final String NAME = FencedPassages.TOOL;
    }

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
