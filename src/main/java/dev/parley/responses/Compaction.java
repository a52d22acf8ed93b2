package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A conversation that was made short; its output is accepted as {@code input} in the conversation's place. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Compaction(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        List<Item> output,
        UsageWire usage) {}
