package dev.parley.agent;

import dev.parley.platform.Settings;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the room.
 *
 * @param tools names of our own tools that requests may ask for, {@code *} for all: {@code parley.agent.tools}
 * @param approval names of tools that ask somebody first, beside those that say so themselves: {@code parley.agent.approval}
 * @param bounds that requests can only make narrower: {@code parley.agent.max-*}
 * @param parallel calls of one run at once: {@code parley.agent.parallel}, default 4
 * @param running calls at once of all runs together: {@code parley.agent.max-running}, default 1,000
 * @param toolTimeout {@code parley.agent.tool-timeout}, default 30 s
 * @param maxResult characters of a result that the model is told: {@code parley.agent.max-result}, default 65,536
 * @param approvalTtl how long a call waits for a decision: {@code parley.agent.approval-ttl}, default 24 h
 * @param keep how long what was decided and done once is remembered: {@code parley.responses.keep}, as long as responses are
 */
record AgentSettings(
        List<String> tools,
        List<String> approval,
        Bounds bounds,
        int parallel,
        int running,
        Duration toolTimeout,
        int maxResult,
        Duration approvalTtl,
        Duration keep) {

    static AgentSettings read(Settings settings) {
        return new AgentSettings(
                settings.list("parley.agent.tools", "*"),
                settings.list("parley.agent.approval", ""),
                new Bounds(
                        settings.integer("parley.agent.max-steps", 10, 1, 1_000),
                        settings.integer("parley.agent.max-tool-calls", 50, 1, 100_000),
                        settings.number("parley.agent.max-tokens", 1_000_000, 1, Long.MAX_VALUE),
                        settings.duration("parley.agent.max-time", "5m"),
                        settings.number("parley.agent.max-cost", 10_000_000, 1, Long.MAX_VALUE)),
                settings.integer("parley.agent.parallel", 4, 1, 100),
                settings.integer("parley.agent.max-running", 1_000, 1, 1_000_000),
                settings.duration("parley.agent.tool-timeout", "30s"),
                settings.integer("parley.agent.max-result", 65_536, 100, 10_000_000),
                settings.duration("parley.agent.approval-ttl", "24h"),
                settings.duration("parley.responses.keep", "30d"));
    }

    static boolean names(List<String> list, String name) {
        return list.contains("*") || list.contains(name);
    }
}
