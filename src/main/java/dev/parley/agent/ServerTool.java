package dev.parley.agent;

import dev.parley.llm.ToolSpec;
import java.time.Duration;

/** Something that a model may call and that runs here, or at a server of tools that we ask. */
interface ServerTool {

    /** As models see it; its name is unique among all tools of this server. */
    ToolSpec spec();

    /** The MCP server that has it, null for one of our own. */
    String server();

    /** Its name there; the same as models see where it is our own. */
    String name();

    boolean needsApproval();

    /** Whether it must not run twice. */
    boolean once();

    /** How long it may take. */
    Duration timeout();

    /**
     * Runs it, with arguments that fulfil its schema. May block, and is interrupted when nobody waits any more.
     *
     * @return what it has led to, and not how long it took
     * @throws ToolFailure what the model is told
     */
    ToolResult call(String arguments, ToolCaller caller) throws ToolFailure;
}
