package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Usage;

/** Tokens of one response. */
record UsageWire(
        @JsonProperty("input_tokens") int inputTokens,
        @JsonProperty("input_tokens_details") InputDetails inputTokensDetails,
        @JsonProperty("output_tokens") int outputTokens,
        @JsonProperty("output_tokens_details") OutputDetails outputTokensDetails,
        @JsonProperty("total_tokens") int totalTokens) {

    /** No provider tells how much it has written to its cache, and OpenAI's clients demand a number. */
    record InputDetails(
            @JsonProperty("cached_tokens") int cachedTokens,
            @JsonProperty("cache_write_tokens") int cacheWriteTokens) {}

    record OutputDetails(@JsonProperty("reasoning_tokens") int reasoningTokens) {}

    static UsageWire of(Usage usage) {
        return new UsageWire(
                usage.input(),
                new InputDetails(usage.cachedInput(), 0),
                usage.output(),
                new OutputDetails(usage.reasoning()),
                usage.total());
    }
}
