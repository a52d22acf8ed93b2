package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.agent.Bounds;
import java.time.Duration;
import java.util.Set;

/** Reads {@code parley:limits} and {@code max_tool_calls}: how far a run with tools may go. A request can only narrow it. */
final class LimitRules {

    private static final String PARAM = "parley:limits";
    private static final Set<String> KNOWN = Set.of("steps", "tokens", "seconds", "micro_dollars");

    private LimitRules() {}

    static Bounds read(ResponseRequest request, Bounds most) {
        var limits = request.limits();
        if (limits == null || limits.isNull()) {
            return most.narrowedTo(null, request.maxToolCalls(), null, null, null);
        }
        var fields = new Fields(limits, PARAM);
        limits.fieldNames().forEachRemaining(name -> {
            if (!KNOWN.contains(name)) {
                throw Invalid.param(fields.path(name), "is not known: steps, tokens, seconds and micro_dollars are");
            }
        });
        var steps = number(fields, "steps");
        var seconds = number(fields, "seconds");
        return most.narrowedTo(
                steps == null ? null : (int) Math.min(steps, Integer.MAX_VALUE),
                request.maxToolCalls(),
                number(fields, "tokens"),
                seconds == null
                        ? null
                        : Duration.ofSeconds(Math.min(seconds, most.time().toSeconds() + 1)),
                number(fields, "micro_dollars"));
    }

    private static Long number(Fields fields, String name) {
        JsonNode value = fields.node(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 1) {
            throw Invalid.param(fields.path(name), "must be a whole number from 1");
        }
        return value.longValue();
    }
}
