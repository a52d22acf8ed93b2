package dev.parley.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.ReasoningDelta;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FakeProvider;
import dev.parley.run.Run;
import dev.parley.run.ScriptedRuns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatChunksTest {

    private static final UsageDelta USED = new UsageDelta(new Usage(3, 2, 1, 1, false));

    private final FakeProvider provider = new FakeProvider("fake");
    private final List<String> events = new ArrayList<>();
    private ChatChunks chunks;
    private int asked;

    @Test
    void aTextIsRoleContentFinishAndDone() {
        play(false, new TextDelta("Hel\n\"lo\""), new TextDelta(" 🌍"), USED, new End(FinishReason.STOP));

        assertThat(events).hasSize(5).last().isEqualTo("[DONE]");
        assertThat(delta(0).path("role").asText()).isEqualTo("assistant");
        assertThat(delta(1).path("content").asText()).isEqualTo("Hel\n\"lo\"");
        assertThat(delta(2).path("content").asText()).isEqualTo(" 🌍");
        assertThat(choice(3).path("finish_reason").asText()).isEqualTo("stop");
        assertThat(chunk(1).path("id").asText()).isEqualTo("run_0");
        assertThat(chunk(1).path("model").asText()).isEqualTo("fake/m");
        assertThat(chunk(1).has("usage")).isFalse();
        assertThat(chunks.endBefore(asked)).isTrue();
        assertThat(chunks.endsBroken()).isFalse();
    }

    @Test
    void theUsageComesLastAndOnlyWhenAskedFor() {
        play(true, new TextDelta("Hi"), USED, new End(FinishReason.LENGTH));

        assertThat(events).hasSize(5);
        assertThat(chunk(1).get("usage").isNull()).isTrue();
        assertThat(chunk(3).get("choices")).isEmpty();
        assertThat(chunk(3).at("/usage/total_tokens").asInt()).isEqualTo(5);
        assertThat(chunk(3).at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(1);
        assertThat(chunk(3).at("/usage/completion_tokens_details/reasoning_tokens")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void toolCallsCarryTheirIndexInEveryPiece() {
        play(
                false,
                new ToolCallDelta(0, "c1", "weather", ""),
                new ToolCallDelta(0, null, null, "{\"city\":"),
                new ToolCallDelta(1, "c2", "time", "{}"),
                USED,
                new End(FinishReason.TOOL_CALLS));

        assertThat(delta(1).at("/tool_calls/0").toString())
                .isEqualTo("{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}");
        assertThat(delta(2).at("/tool_calls/0").toString())
                .isEqualTo("{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}");
        assertThat(delta(3).at("/tool_calls/0/index").asInt()).isEqualTo(1);
        assertThat(choice(4).path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void reasoningAndLogprobsArePassedOn() {
        var logprobs =
                "{\"content\":[{\"token\":\"a\",\"logprob\":-0.1,\"bytes\":null,\"top_logprobs\":[]}],\"refusal\":null}";
        play(false, new ReasoningDelta("hm"), new TextDelta("a", logprobs), USED, new End(FinishReason.STOP));

        assertThat(delta(1).path("reasoning_content").asText()).isEqualTo("hm");
        assertThat(choice(2).path("logprobs").toString()).isEqualTo(logprobs);
    }

    @Test
    void aFailureIsAnErrorEventAndABrokenEnd() {
        provider.breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, new TextDelta("Hel"));
        play(List.of(ScriptedRuns.of("run_0", provider)), true);

        assertThat(events).hasSize(3);
        assertThat(json(events.get(2)).at("/error/code").asText()).isEqualTo("provider_broken_response");
        assertThat(json(events.get(2)).at("/error/type").asText()).isEqualTo("server_error");
        assertThat(chunks.endsBroken()).isTrue();
        assertThat(chunks.endBefore(asked)).isTrue();
    }

    @Test
    void nothingIsThereBeforeTheProviderSpoke() {
        chunks = new ChatChunks(List.of(ScriptedRuns.of("run_0", provider)), new ChunkHead("run_0", 7, false));

        take();

        assertThat(events).hasSize(1);
        assertThat(chunks.endBefore(asked)).isFalse();
    }

    @Test
    void severalChoicesAreOneStreamWithTheUsageOfAll() {
        provider.answers(new TextDelta("one"), USED, new End(FinishReason.STOP));
        provider.answers(new TextDelta("two"), USED, new End(FinishReason.LENGTH));
        play(List.of(ScriptedRuns.of("run_0", provider), ScriptedRuns.of("run_1", provider)), true);

        var indexes = events.subList(0, 6).stream()
                .map(event -> json(event).at("/choices/0/index").asInt())
                .toList();
        assertThat(indexes).containsExactlyInAnyOrder(0, 0, 0, 1, 1, 1);
        assertThat(chunk(6).at("/usage/total_tokens").asInt()).isEqualTo(10);
        assertThat(events).hasSize(8).last().isEqualTo("[DONE]");
        assertThat(events.subList(0, 7))
                .allSatisfy(event -> assertThat(json(event).path("id").asText()).isEqualTo("run_0"));
    }

    @Test
    void theWholeAnswerIsOfTheOfficialShape() throws Exception {
        provider.answers(
                new ReasoningDelta("hm"),
                new ToolCallDelta(0, "c1", "weather", "{}"),
                USED,
                new End(FinishReason.TOOL_CALLS));
        provider.answers(new TextDelta("two"), USED, new End(FinishReason.STOP));
        var runs = List.of(ScriptedRuns.of("run_0", provider), ScriptedRuns.of("run_1", provider));
        runs.forEach(Run::run);

        var answer = OfficialSchema.assertIs(
                "CreateChatCompletionResponse", dev.parley.http.Json.text(ChatCompletionWire.of(runs, 7)));

        assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
        assertThat(answer.at("/choices/0/message/reasoning_content").asText()).isEqualTo("hm");
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asText())
                .isEqualTo("{}");
        assertThat(answer.at("/choices/1/message/content").asText()).isEqualTo("two");
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(6);
    }

    private void play(boolean withUsage, Delta... deltas) {
        provider.answers(deltas);
        play(List.of(ScriptedRuns.of("run_0", provider)), withUsage);
    }

    private void play(List<Run> runs, boolean withUsage) {
        chunks = new ChatChunks(runs, new ChunkHead("run_0", 7, withUsage));
        runs.forEach(Run::run);
        take();
    }

    /** Reads as a stream does; every chunk must be of the official shape. */
    private void take() {
        for (byte[] event; (event = chunks.at(asked)) != null; asked++) {
            var text = new String(event, StandardCharsets.UTF_8);
            assertThat(text).startsWith("data: ").endsWith("\n\n");
            var data = text.substring(6, text.length() - 2);
            assertThat(data).doesNotContain("\n");
            if (data.startsWith("{\"error\"")) {
                OfficialSchema.assertIs("Error", json(data).get("error").toString());
            } else if (!data.equals("[DONE]")) {
                OfficialSchema.assertIs("CreateChatCompletionStreamResponse", data);
            }
            events.add(data);
        }
    }

    private JsonNode chunk(int number) {
        return json(events.get(number));
    }

    private JsonNode choice(int number) {
        return chunk(number).at("/choices/0");
    }

    private JsonNode delta(int number) {
        return choice(number).path("delta");
    }

    private static JsonNode json(String text) {
        try {
            return dev.parley.http.Json.MAPPER.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
