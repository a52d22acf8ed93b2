package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** How much the model should think, {@code reasoning} of request and response alike; both null when the caller did not say. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ReasoningRules(String effort, String summary) {

    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh");
    private static final List<String> SUMMARIES = List.of("auto", "concise", "detailed");

    /** Null when the request has none. */
    static ReasoningRules read(JsonNode reasoning) {
        if (reasoning == null || reasoning.isNull()) {
            return null;
        }
        var fields = new Fields(reasoning, "reasoning");
        return new ReasoningRules(fields.oneOf("effort", EFFORTS, null), fields.oneOf("summary", SUMMARIES, null));
    }
}
