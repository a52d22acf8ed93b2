package dev.parley.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Completion;
import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import dev.parley.problem.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The native API's JSON for what a run puts out. Null is left out. */
public final class RunWire {

    private RunWire() {}

    /** The data of one event, for the contract: a stream's type is text to OpenAPI. */
    @Schema(
            name = "RunEvent",
            description =
                    "Each event has a name, an id (the run's id, a dot and a number that rises from 0) and one of these as its"
                            + " data. First start, then any number of delta and tool_call, then usage and done; or error where it fails."
                            + " After the last event comes the line data: [DONE].",
            oneOf = {
                Start.class,
                TextDelta.class,
                ToolCall.class,
                Step.class,
                ToolResult.class,
                Approval.class,
                Tokens.class,
                Done.class,
                Problem.class
            },
            examples = """
            event: start
            id: run_0a1b2c3d4e5f6g7h8i9j0k1l.0
            data: {"id":"run_0a1b2c3d4e5f6g7h8i9j0k1l","model":"offline/echo"}

            event: delta
            id: run_0a1b2c3d4e5f6g7h8i9j0k1l.1
            data: {"content":"Hello"}

            event: usage
            id: run_0a1b2c3d4e5f6g7h8i9j0k1l.2
            data: {"prompt_tokens":8,"completion_tokens":1,"total_tokens":9,"estimated":true}

            event: done
            id: run_0a1b2c3d4e5f6g7h8i9j0k1l.3
            data: {"finish_reason":"stop","model":"offline/echo","usage":{"prompt_tokens":8,"completion_tokens":1,"total_tokens":9,"estimated":true}}

            data: [DONE]
            """)
    public interface Event {}

    @Schema(name = "DeltaEvent", description = "A piece of the answer, or of the thinking before it")
    record TextDelta(String content, String reasoning) {}

    @Schema(name = "StartEvent", description = "The first event of a stream; its id serves to resume and to cancel")
    record Start(String id, String model) {}

    @Schema(name = "Usage", description = "Tokens of one generation")
    public record Tokens(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens,

            @Schema(description = "true when the server counted because the provider did not say")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Boolean estimated) {

        static Tokens of(Usage usage) {
            return new Tokens(usage.input(), usage.output(), usage.total(), usage.estimated() ? true : null);
        }
    }

    @Schema(
            name = "ToolCallEvent",
            description = "A piece of a tool call; later pieces of one index carry arguments only")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ToolCall(int index, String id, String name, String arguments) {
        static ToolCall of(Delta.ToolCallDelta call) {
            return new ToolCall(call.index(), call.id(), call.name(), call.arguments());
        }
    }

    @Schema(
            name = "StepEvent",
            description = "An answer of the model is whole, and the run goes on with the calls in it")
    record Step(int step) {}

    @Schema(
            name = "ToolResultEvent",
            description = "What a call that was run here has led to; error is absent when it succeeded")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ToolResult(
            String id,
            String error,
            String output,
            @JsonProperty("duration_ms") long durationMillis) {
        static ToolResult of(Delta.ToolEnd end) {
            var error = end.error() == null ? null : end.error().wireName();
            return new ToolResult(end.callId(), error, end.text(), end.millis());
        }
    }

    @Schema(name = "ApprovalEvent", description = "A call waits for a decision")
    record Approval(String id, @JsonProperty("call_id") String callId, String reason) {
        static Approval of(Delta.Approval approval) {
            return new Approval(
                    approval.id(), approval.callId(), approval.reason().wireName());
        }
    }

    @Schema(name = "DoneEvent", description = "The last event of a stream that did not fail")
    record Done(@JsonProperty("finish_reason") String finishReason, String model, Tokens usage) {}

    /** A whole answer. */
    @Schema(name = "Answer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(
            @Schema(description = "The run's id", examples = "run_0a1b2c3d4e5f6g7h8i9j0k1l")
            String id,

            String content,
            String reasoning,
            @JsonProperty("tool_calls") List<Content.ToolCall> toolCalls,

            @Schema(description = "provider/model that answered")
            String model,

            @Schema(
                    enumeration = {
                        "stop",
                        "length",
                        "tool_calls",
                        "content_filter",
                        "budget",
                        "max_steps",
                        "max_tool_calls",
                        "max_tokens",
                        "max_time",
                        "max_cost",
                        "approval_required",
                        "cancelled"
                    })
            @JsonProperty("finish_reason")
            String finishReason,

            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("completion_tokens") int completionTokens,
            @JsonProperty("total_tokens") int totalTokens,
            @JsonProperty("usage_estimated") Boolean usageEstimated) {

        /** The answer of a run that has ended. */
        public static Answer of(String id, Completion completion) {
            var usage = completion.usage();
            return new Answer(
                    id,
                    completion.text(),
                    completion.reasoning().isEmpty() ? null : completion.reasoning(),
                    completion.toolCalls().isEmpty() ? null : completion.toolCalls(),
                    completion.model(),
                    completion.finishReason().wireName(),
                    usage.input(),
                    usage.output(),
                    usage.total(),
                    usage.estimated() ? true : null);
        }
    }
}
