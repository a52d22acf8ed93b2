package dev.parley.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.ReasoningDelta;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.UpstreamFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnthropicAnswerTest {

    private final Queue<Delta> deltas = new ArrayDeque<>();
    private final AnthropicAnswer answer = new AnthropicAnswer("m", new UpstreamFailures("anthropic"));

    @Test
    void numbersToolCallsAmongThemselves() throws IOException {
        accept("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
        accept("{\"type\":\"content_block_stop\",\"index\":0}");
        accept("""
                {"type":"content_block_start","index":1,
                "content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}""");
        accept(
                "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}");
        accept("{\"type\":\"content_block_stop\",\"index\":1}");
        accept(
                "{\"content_block\":{\"name\":\"g\",\"id\":\"t2\",\"input\":{},\"type\":\"tool_use\"},\"type\":\"content_block_start\"}");
        accept("{\"type\":\"content_block_stop\",\"index\":2}");

        assertThat(deltas)
                .containsExactly(
                        new ToolCallDelta(0, "t1", "f", ""),
                        new ToolCallDelta(0, null, null, "{}"),
                        new ToolCallDelta(1, "t2", "g", ""),
                        new ToolCallDelta(1, null, null, "{}"));
    }

    @Test
    void leavesOutWhatTheServerDoesForItself() throws IOException {
        accept("""
                {"type":"content_block_start","index":0,
                "content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""");
        accept("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}");
        accept("{\"type\":\"content_block_stop\",\"index\":0}");
        accept(
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"web_search_tool_result\",\"content\":[{}]}}");
        accept("{\"type\":\"content_block_stop\",\"index\":0}");

        assertThat(deltas).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"ping\"}",
                "{\"type\":\"some_new_event\",\"delta\":{\"text\":7},\"index\":[{}]}",
                "{}",
                "",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"signature_delta\",\"signature\":\"x\"}}",
                "{\"type\":\"content_block_delta\",\"delta\":null}"
            })
    void saysNothingWhereNothingIsSaid(String event) throws IOException {
        assertThat(accept(event)).isFalse();
        assertThat(deltas).isEmpty();
    }

    @Test
    void countsCachedTokensAsInput() throws IOException {
        accept("""
                {"type":"message_start","message":{"type":"message","usage":{"input_tokens":10,
                "cache_creation_input_tokens":5,"cache_read_input_tokens":3,"output_tokens":1}}}""");
        accept("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}");

        assertThat(accept("{\"type\":\"message_stop\"}")).isTrue();
        assertThat(deltas).containsExactly(new UsageDelta(new Usage(18, 9, 3, 0, false)), new End(FinishReason.STOP));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "pause_turn, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "refusal, CONTENT_FILTER",
    })
    void knowsWhyItEnded(String word, FinishReason reason) throws IOException {
        accept("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + word + "\"}}");

        assertThat(answer.end(deltas)).isTrue();
        assertThat(deltas).containsExactly(new End(reason));
    }

    @Test
    void isNotWholeWithoutAStopReason() throws IOException {
        accept("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}");

        assertThat(answer.end(deltas)).isFalse();
        assertThat(deltas).containsExactly(new TextDelta("a"));
    }

    @Test
    void readsAnAnswerInOnePiece() throws IOException {
        boolean whole = accept("""
                {"type":"message","role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"x"},
                {"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{ "x": [1, "é"]}}],
                "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}""");

        assertThat(whole).isTrue();
        assertThat(deltas)
                .containsExactly(
                        new ReasoningDelta("hm"),
                        new TextDelta("a"),
                        new ToolCallDelta(0, "t", "f", ""),
                        new ToolCallDelta(0, null, null, "{ \"x\": [1, \"é\"]}"),
                        new UsageDelta(Usage.reported(1, 2)),
                        new End(FinishReason.TOOL_CALLS));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, PROVIDER_ERROR",
        "rate_limit_error, PROVIDER_RATE_LIMITED",
        "authentication_error, PROVIDER_UNAUTHORIZED",
        "api_error, PROVIDER_ERROR",
    })
    void failsWithTheErrorThatIsReported(String type, ErrorCode code) {
        assertThatThrownBy(() ->
                        accept("{\"type\":\"error\",\"error\":{\"message\":\"SECRET\",\"type\":\"" + type + "\"}}"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageNotContaining("SECRET");
    }

    private boolean accept(String event) throws IOException {
        var bytes = ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
        return answer.accept(bytes, 6, bytes.length - 8, deltas);
    }
}
