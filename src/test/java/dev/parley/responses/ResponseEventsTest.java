package dev.parley.responses;

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
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseEventsTest {

    private static final UsageDelta USED = new UsageDelta(new Usage(9, 4, 2, 1, false));
    private static final String HELLO = """
            {"model": "fake/m", "input": "hello"}""";
    private static final String WITH_TOOLS = """
            {"model": "fake/m", "input": "hello", "tools": [
              {"type": "function", "name": "weather", "parameters": {"type": "object"}},
              {"type": "function", "name": "time", "description": "the time", "strict": true}]}""";

    private final Room room = new Room();

    @Test
    void textComesInTheOrderOfTheSpecification() {
        var events = play(HELLO, new TextDelta("Hel"), new TextDelta("lo"), USED, new End(FinishReason.STOP));

        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.get(5).path("delta").asText()).isEqualTo("lo");
        assertThat(events.get(6).path("text").asText()).isEqualTo("Hello");
        var response = events.getLast().path("response");
        assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("Hello");
        assertThat(response.at("/output/0/id").asText())
                .isEqualTo(events.get(4).path("item_id").asText());
        assertThat(response.at("/usage/input_tokens_details/cached_tokens").asInt())
                .isEqualTo(2);
    }

    @Test
    void numbersRiseByOneAndEveryEventIsValid() {
        var events = play(
                WITH_TOOLS,
                new ReasoningDelta("Hm"),
                new TextDelta("Let me look."),
                new ToolCallDelta(0, "call_a", "weather", ""),
                new ToolCallDelta(0, null, null, "{\"city\":"),
                new ToolCallDelta(1, "call_b", "time", ""),
                new ToolCallDelta(0, null, null, "\"Oslo\"}"),
                new TextDelta(" There."),
                USED,
                new End(FinishReason.TOOL_CALLS));

        for (int i = 0; i < events.size(); i++) {
            assertThat(OpenResponses.event(events.get(i))
                            .path("sequence_number")
                            .asInt())
                    .isEqualTo(i);
        }
    }

    @Test
    void reasoningAndCallsAreItemsOfTheirOwn() {
        var events = play(
                WITH_TOOLS,
                new ReasoningDelta("Hm"),
                new TextDelta("Let me look."),
                new ToolCallDelta(0, "call_a", "weather", "{\"city\":"),
                new ToolCallDelta(1, "call_b", "time", ""),
                new ToolCallDelta(0, null, null, "\"Oslo\"}"),
                USED,
                new End(FinishReason.TOOL_CALLS));

        assertThat(types(events))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.reasoning.delta",
                        "response.reasoning.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.completed");
        var output = events.getLast().at("/response/output");
        assertThat(output.get(0).path("type").asText()).isEqualTo("reasoning");
        assertThat(output.get(2).path("arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(output.get(3).path("arguments").asText())
                .as("a call without arguments")
                .isEqualTo("{}");
    }

    @Test
    void comesBackAfterAnyNumber() {
        var exchange = room.accept(WITH_TOOLS);
        var run = Room.run(
                new ReasoningDelta("Hm"),
                new TextDelta("a\n\"b\" \u00e9\u4e2d🌍\u0001"),
                new ToolCallDelta(0, "call_a", "weather", "{}"),
                USED,
                new End(FinishReason.TOOL_CALLS));
        var all = Room.events(exchange, run, -1);

        for (int after = 0; after < all.size() - 1; after++) {
            assertThat(Room.events(exchange, run, after)).isEqualTo(all.subList(after + 1, all.size()));
        }
        assertThat(all.get(10).path("delta").asText()).isEqualTo("a\n\"b\" \u00e9\u4e2d🌍\u0001");
    }

    @Test
    void halfACharacterComesAsItIsAndIsWholeWithTheOtherHalf() {
        var globe = "🌍";
        var events = play(
                HELLO,
                new TextDelta(globe.substring(0, 1)),
                new TextDelta(globe.substring(1)),
                USED,
                new End(FinishReason.STOP));

        assertThat(events.get(4).path("delta").asText()
                        + events.get(5).path("delta").asText())
                .isEqualTo(globe);
        assertThat(events.get(6).path("text").asText()).isEqualTo(globe);
    }

    @Test
    void anAnswerCutByItsLengthIsIncomplete() {
        var events = play(HELLO, new TextDelta("Hel"), USED, new End(FinishReason.LENGTH));

        assertThat(events.get(events.size() - 2).at("/item/status").asText()).isEqualTo("incomplete");
        assertThat(types(events)).last().isEqualTo("response.incomplete");
        assertThat(events.getLast().at("/response/incomplete_details/reason").asText())
                .isEqualTo("max_output_tokens");
    }

    @Test
    void aFailureIsTwoEventsWithoutTheUpstreamsWords() {
        var exchange = room.accept(HELLO);
        var run = Room.ended(
                new FakeProvider("fake").breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, new TextDelta("Hel")));

        var events = Room.events(exchange, run, -1);

        events.forEach(OpenResponses::event);
        assertThat(types(events)).endsWith("response.output_item.done", "error", "response.failed");
        var error = events.get(events.size() - 2);
        assertThat(error.path("code").asText()).isEqualTo("provider_broken_response");
        assertThat(error.at("/error/type").asText()).isEqualTo("model_error");
        assertThat(events.getLast().at("/response/status").asText()).isEqualTo("failed");
        assertThat(events.getLast().at("/response/error/code").asText()).isEqualTo("provider_broken_response");
    }

    @Test
    void aBackgroundResponseIsQueuedFirst() {
        var events = play("""
                {"input": "hello", "background": true}""", USED, new End(FinishReason.STOP));

        assertThat(types(events))
                .containsExactly("response.created", "response.queued", "response.in_progress", "response.completed");
        assertThat(events.getFirst().at("/response/status").asText()).isEqualTo("queued");
    }

    @Test
    void probabilitiesComeWithTheTextWhenAskedFor() {
        var events = play("""
                {"input": "hello", "include": ["message.output_text.logprobs"], "top_logprobs": 1}""", new TextDelta("Hi", """
                        {"content":[{"token":"Hi","logprob":-0.1,"bytes":[72,105],"top_logprobs":[]}]}"""), USED, new End(FinishReason.STOP));

        assertThat(events.get(4).at("/logprobs/0/token").asText()).isEqualTo("Hi");
        assertThat(events.getLast()
                        .at("/response/output/0/content/0/logprobs/0/token")
                        .asText())
                .isEqualTo("Hi");
    }

    @Test
    void aCallOfAToolThatIsNotAllowedFailsTheResponse() {
        var events = play("""
                {"input": "hello",
                 "tools": [{"type": "function", "name": "weather"}, {"type": "function", "name": "time"}],
                 "tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "function", "name": "time"}]}}""", new ToolCallDelta(0, "call_a", "weather", "{}"), USED, new End(FinishReason.TOOL_CALLS));

        assertThat(types(events)).endsWith("error", "response.failed");
        assertThat(events.getLast().at("/response/error/code").asText()).isEqualTo("tool_not_allowed");
    }

    private List<JsonNode> play(String body, Delta... deltas) {
        var events = Room.events(room.accept(body), Room.run(deltas), -1);
        events.forEach(OpenResponses::event);
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").asText()).toList();
    }
}
