package dev.parley.agent;

import dev.parley.generation.Requester;

/**
 * On whose behalf a tool is called.
 *
 * @param owner whom belongs what the caller makes; a tool that reads stored things reads this owner's and nobody else's
 * @param by pays for what the tool itself has generated
 */
public record ToolCaller(String owner, Requester by) {

    /** For the log. */
    public String requestId() {
        return by.context().id();
    }
}
