package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.llm.Completion;
import dev.parley.llm.Content;
import dev.parley.llm.FinishReason;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A whole chat completion. */
@Schema(name = "CreateChatCompletionResponse")
record ChatCompletionWire(
        @Schema(description = "the run's id") String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        UsageWire usage) {

    @Schema(name = "ChatCompletionChoice")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Choice(
            int index,
            Answer message,

            @Schema(implementation = Object.class) @JsonRawValue
            String logprobs,

            @JsonProperty("finish_reason") String finishReason) {}

    @Schema(name = "ChatCompletionResponseMessage")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Answer(
            String role,
            String content,
            String refusal,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("reasoning_content")
            String reasoningContent,

            @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("tool_calls")
            List<ToolCall> toolCalls) {

        static Answer of(Completion completion) {
            var calls = completion.toolCalls().stream().map(ToolCall::of).toList();
            boolean onlyCalls = completion.text().isEmpty() && !calls.isEmpty();
            return new Answer(
                    "assistant",
                    onlyCalls ? null : completion.text(),
                    null,
                    completion.reasoning().isEmpty() ? null : completion.reasoning(),
                    calls.isEmpty() ? null : calls);
        }
    }

    @Schema(name = "ChatCompletionMessageToolCall")
    record ToolCall(String id, String type, MessageWire.Function function) {
        static ToolCall of(Content.ToolCall call) {
            return new ToolCall(call.id(), "function", new MessageWire.Function(call.name(), call.arguments()));
        }
    }

    /**
     * The completion whose choices are the answers of {@code runs}, which have ended.
     *
     * @throws ApiException the failure of one that failed
     */
    static ChatCompletionWire of(List<Run> runs, long created) {
        var completions = runs.stream().map(ChatCompletionWire::completion).toList();
        var choices = IntStream.range(0, runs.size())
                .mapToObj(index -> choice(index, runs.get(index), completions.get(index)))
                .toList();
        var usage = UsageWire.of(completions.stream().map(Completion::usage).toList());
        return new ChatCompletionWire(
                runs.getFirst().id(),
                "chat.completion",
                created,
                completions.getFirst().model(),
                choices,
                usage);
    }

    private static Completion completion(Run run) {
        return switch (run.outcome()) {
            case Outcome.Completed whole -> run.completion(whole);
            case Outcome.Failed failed -> throw failed.failure();
            case Outcome.Cancelled cancelled -> throw new ApiException(ErrorCode.CANCELLED, "The run was cancelled.");
        };
    }

    /** OpenAI's clients know four reasons: what a budget cuts is too long for it. */
    static String finishReason(FinishReason reason) {
        return reason == FinishReason.BUDGET ? FinishReason.LENGTH.wireName() : reason.wireName();
    }

    private static Choice choice(int index, Run run, Completion completion) {
        return new Choice(
                index, Answer.of(completion), Logprobs.of(run.journal()), finishReason(completion.finishReason()));
    }
}
