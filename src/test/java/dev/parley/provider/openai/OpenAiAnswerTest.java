package dev.parley.provider.openai;

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
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiAnswerTest {

    private final Queue<Delta> deltas = new ArrayDeque<>();
    private final OpenAiAnswer answer = new OpenAiAnswer("m", new UpstreamFailures("openai"));

    @Test
    void readsTextReasoningAndLogprobsOfOneDelta() throws IOException {
        accept("""
                {"choices":[{"index":0,"logprobs":{"content": [ {"token":"é","logprob":-0.10} ]},
                "delta":{"role":"assistant","content":"é","reasoning":"hm"},"finish_reason":null}]}""");

        assertThat(deltas)
                .containsExactly(
                        new ReasoningDelta("hm"),
                        new TextDelta("é", "{\"content\": [ {\"token\":\"é\",\"logprob\":-0.10} ]}"));
    }

    @Test
    void saysReasoningOnceThoughItCameUnderBothNames() throws IOException {
        delta("{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\"}");

        assertThat(deltas).containsExactly(new ReasoningDelta("hm"));
    }

    @Test
    void takesARefusalForText() throws IOException {
        delta("{\"refusal\":\"I can't help with that.\"}");

        assertThat(deltas).containsExactly(new TextDelta("I can't help with that."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[]}",
                "{\"choices\":null,\"error\":null}",
                "{\"choices\":[{\"delta\":{\"content\":\"\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":null}}]}",
                "{\"choices\":[{\"delta\":null}]}",
                "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\"}],\"more\":{\"x\":[{}]}}}],\"new\":[{\"a\":[]}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"second\",\"tool_calls\":[{\"index\":0}]}}]}",
                "{}",
                ""
            })
    void saysNothingWhereNothingIsSaid(String chunk) throws IOException {
        accept(chunk);

        assertThat(deltas).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"choices\":[{\"delta\":{\"content\":\"a", "{\"choices\":[}", "<html>", "{]", "{\"a\":\"\\x\"}"
            })
    void refusesWhatIsNotJson(String chunk) {
        assertThatThrownBy(() -> accept(chunk)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "\"text\"", "7"})
    void refusesWhatIsNoObject(String chunk) {
        assertThatThrownBy(() -> accept(chunk)).isInstanceOf(ApiException.class);
    }

    @Test
    void evensOutToolCallsThatRepeatTheirName() throws IOException {
        toolCall("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}");
        toolCall("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}");

        assertThat(deltas).containsExactly(new ToolCallDelta(0, "a", "f", "{"), new ToolCallDelta(0, null, null, "}"));
    }

    @Test
    void numbersToolCallsThatHaveNoIndex() throws IOException {
        toolCall("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}");
        toolCall("{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}");
        toolCall("{\"function\":{\"arguments\":\"}\"}}");

        assertThat(deltas)
                .containsExactly(
                        new ToolCallDelta(0, "a", "f", "{}"),
                        new ToolCallDelta(1, "b", "g", "{"),
                        new ToolCallDelta(1, null, null, "}"));
    }

    @Test
    void namesToolCallsThatHaveNoId() throws IOException {
        toolCall("{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"f\"}}");

        assertThat(((ToolCallDelta) deltas.remove()).id()).startsWith("call_");
    }

    @Test
    void holdsBackTheEndUntilTheUsageIsThere() throws IOException {
        accept("{\"choices\":[{\"delta\":{},\"finish_reason\":\"length\"}]}");
        assertThat(deltas).isEmpty();

        accept("""
                {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12,
                "prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}""");
        assertThat(deltas).isEmpty();

        assertThat(accept("[DONE]")).isTrue();
        assertThat(deltas).containsExactly(new UsageDelta(new Usage(5, 7, 3, 2, false)), new End(FinishReason.LENGTH));
    }

    @Test
    void takesTheLastUsage() throws IOException {
        accept("{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}");
        accept("{\"usage\":null}");
        accept("{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}");
        accept("[DONE]");

        assertThat(deltas).contains(new UsageDelta(Usage.reported(5, 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool_calls", "function_call"})
    void knowsTheOldWordForToolCalls(String word) throws IOException {
        accept("{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + word + "\"}]}");

        assertThat(answer.end(deltas)).isTrue();
        assertThat(deltas).containsExactly(new End(FinishReason.TOOL_CALLS));
    }

    @Test
    void isWholeAtItsEndMarkOrItsFinishReasonOnly() throws IOException {
        delta("{\"content\":\"a\"}");

        assertThat(answer.end(deltas)).isFalse();
        assertThat(accept("[DONE]")).isTrue();
        assertThat(deltas).containsExactly(new TextDelta("a"), new End(FinishReason.STOP));
    }

    @Test
    void takesTheTextOfTheEndMarkForText() throws IOException {
        delta("{\"content\":\"[DONE]\"}");

        assertThat(deltas).containsExactly(new TextDelta("[DONE]"));
    }

    @Test
    void takesAMessageWithoutAFinishReasonForWhole() throws IOException {
        accept("{\"choices\":[{\"finish_reason\":null,\"message\":{\"content\":\"a\"}}]}");

        assertThat(answer.end(deltas)).isTrue();
        assertThat(deltas).containsExactly(new TextDelta("a"), new End(FinishReason.STOP));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\",\"message\":\"SECRET\"}}",
                "{\"error\":{\"code\":429,\"message\":{\"x\":1}}}",
                "{\"error\":{\"type\":\"rate_limit_exceeded\",\"code\":null},\"choices\":[]}"
            })
    void failsWithTheErrorThatIsReported(String chunk) {
        assertThatThrownBy(() -> accept(chunk))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED));
    }

    @Test
    void failsWithAnErrorThatIsOnlyASentence() {
        assertThatThrownBy(() -> accept("{\"error\":\"SECRET\"}"))
                .isInstanceOf(ApiException.class)
                .hasMessageNotContaining("SECRET");
    }

    private void delta(String delta) throws IOException {
        accept("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");
    }

    private void toolCall(String call) throws IOException {
        delta("{\"tool_calls\":[" + call + "]}");
    }

    /** Puts something around the event, as the buffer of a stream does. */
    private boolean accept(String event) throws IOException {
        var bytes = ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
        return answer.accept(bytes, 6, bytes.length - 8, deltas);
    }
}
