package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Usage;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Tokens of a completion, of all its choices together. */
@Schema(name = "CompletionUsage")
record UsageWire(
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens,
        @JsonProperty("prompt_tokens_details") Input inputDetails,
        @JsonProperty("completion_tokens_details") Output outputDetails) {

    record Input(@JsonProperty("cached_tokens") int cachedTokens) {}

    record Output(@JsonProperty("reasoning_tokens") int reasoningTokens) {}

    static UsageWire of(List<Usage> choices) {
        var sum = choices.stream().reduce(Usage::plus).orElseThrow();
        return new UsageWire(
                sum.input(), sum.output(), sum.total(), new Input(sum.cachedInput()), new Output(sum.reasoning()));
    }
}
