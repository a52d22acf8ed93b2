package dev.parley.agent;

/**
 * On whose behalf a tool is called.
 *
 * @param owner whom belongs what the caller makes; a tool that reads stored things reads this owner's and nobody else's
 * @param requestId for the log
 */
public record ToolCaller(String owner, String requestId) {}
