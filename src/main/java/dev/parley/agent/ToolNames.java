package dev.parley.agent;

/** How models see the tools of MCP servers: the server's label, two underscores, and the name there, as far as it fits. */
public final class ToolNames {

    private static final String BETWEEN = "__";
    private static final int LONGEST = 64;

    private ToolNames() {}

    static String of(String server, String name) {
        var whole = server + BETWEEN + name.replaceAll("[^a-zA-Z0-9_-]", "_");
        if (whole.length() <= LONGEST && whole.endsWith(name)) {
            return whole;
        }
        var mark = "_" + Integer.toHexString(name.hashCode());
        return whole.substring(0, Math.min(whole.length(), LONGEST - mark.length())) + mark;
    }

    /** A name within a server as models see it, when it has come from {@link #within}. */
    public static String joined(String server, String within) {
        return server + BETWEEN + within;
    }

    /** Whether a model means a tool of this server. */
    public static boolean isOf(String server, String seen) {
        return seen.startsWith(server + BETWEEN);
    }

    /** The name without the server's. */
    public static String within(String server, String seen) {
        return seen.substring(server.length() + BETWEEN.length());
    }
}
