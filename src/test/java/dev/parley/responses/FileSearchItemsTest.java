package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolError;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.store.FoundPassage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code file_search} as clients see it. */
class FileSearchItemsTest {

    private static final String TOOL = "{\"type\": \"file_search\", \"vector_store_ids\": [\"vs_1\"]}";
    private static final FoundPassage FOUND = new FoundPassage(
            1, "file_1", "leave.md", 0.9, Map.of("year", 2024), "Leave", "Everybody has thirty days of leave.");
    private static final Delta[] ANSWERED = {
        new Delta.ToolCallDelta(0, "call_1", "file_search", ""),
        new Delta.ToolCallDelta(0, null, null, "{\"query\":\"leave\"}"),
        new Delta.StepEnd(1),
        new Delta.ToolEnd("call_1", null, FoundPassage.told(List.of(FOUND)), 12, Json.text(List.of(FOUND))),
        new Delta.TextDelta("\"Thirty days of leave\" [1"),
        new Delta.TextDelta("], and ten weeks [1] of bread [9]."),
        new Delta.UsageDelta(new Usage(9, 4, 0, 0, false)),
        new Delta.End(FinishReason.STOP)
    };

    private final Room room = new Room();

    @Test
    void aSearchIsToldInTheOrderOfOpenAi() {
        var events = events(body(""), ANSWERED);

        assertThat(events.stream().map(event -> event.path("type").asText()))
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.file_search_call.in_progress",
                        "response.file_search_call.searching",
                        "response.file_search_call.completed",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.annotation.added",
                        "response.output_text.annotation.added",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events.get(2).at("/item/status").asText()).isEqualTo("in_progress");
        assertThat(events.get(6).at("/item/queries/0").asText()).isEqualTo("leave");
    }

    @Test
    void whatIsCitedBecomesAnAnnotationAndAnInventedNumberDoesNot() {
        var events = events(body(""), ANSWERED);

        var annotations = events.getLast().at("/response/output/1/content/0/annotations");
        assertThat(annotations).hasSize(2);
        assertThat(annotations.get(0).path("type").asText()).isEqualTo("file_citation");
        assertThat(annotations.get(0).path("file_id").asText()).isEqualTo("file_1");
        assertThat(annotations.get(0).path("filename").asText()).isEqualTo("leave.md");
        assertThat(annotations.get(0).path("index").asInt()).isEqualTo(23);
        assertThat(annotations.get(0).path("verified").asBoolean()).isTrue();
        assertThat(annotations.get(1).path("verified").asBoolean()).isFalse();
        assertThat(events.get(11).path("annotation")).isEqualTo(annotations.get(0));
        assertThat(events.get(12).path("annotation_index").asInt()).isEqualTo(1);
    }

    @Test
    void resultsAreShownToWhoeverAsksForThem() {
        var hidden = events(body(""), ANSWERED);
        var shown = events(body(", \"include\": [\"file_search_call.results\"]"), ANSWERED);

        assertThat(hidden.get(6).path("item").has("results")).isFalse();
        assertThat(hidden.getLast().at("/response/output/0").has("results")).isFalse();
        assertThat(shown.get(6).at("/item/results/0/text").asText()).isEqualTo(FOUND.text());
        assertThat(shown.getLast()
                        .at("/response/output/0/results/0/attributes/year")
                        .asInt())
                .isEqualTo(2024);
    }

    @Test
    void eventsAreTheSameWhenTheyAreMadeAgain() {
        var exchange = room.accept(body(""));
        var run = Room.run(ANSWERED);
        var all = Room.events(exchange, run, -1);

        for (int after = 0; after < all.size() - 1; after++) {
            assertThat(Room.events(exchange, run, after)).isEqualTo(all.subList(after + 1, all.size()));
        }
    }

    @Test
    void aSearchThatFailedIsAFailedItem() {
        var events = events(
                body(""),
                new Delta.ToolCallDelta(0, "call_1", "file_search", "{\"query\":\"leave\"}"),
                new Delta.StepEnd(1),
                new Delta.ToolEnd("call_1", ToolError.FAILED, "The budget is spent.", 1),
                new Delta.TextDelta("I could not look."),
                new Delta.UsageDelta(new Usage(9, 4, 0, 0, false)),
                new Delta.End(FinishReason.STOP));

        assertThat(events.stream().map(event -> event.path("type").asText()))
                .doesNotContain("response.file_search_call.completed");
        var item = events.getLast().at("/response/output/0");
        assertThat(item.path("status").asText()).isEqualTo("failed");
        assertThat(item.at("/error/message").asText()).isEqualTo("The budget is spent.");
    }

    @Test
    void theNextTurnKnowsWhatWasFoundAndNumbersGoOn() {
        var first = room.answer(body(""), ANSWERED);

        var next = room.accept("{\"input\": \"And?\", \"previous_response_id\": \""
                + first.wire().id() + "\", \"tools\": [" + TOOL + "]}");

        assertThat(results(next)).singleElement().asString().contains(FOUND.text(), "number=\"1\"");
        assertThat(CitedPassages.of(next.conversation()).last()).isEqualTo(1);
        var cited = Room.events(
                        next,
                        Room.run(
                                new Delta.TextDelta("As said, thirty days of leave [1]."),
                                new Delta.UsageDelta(new Usage(9, 4, 0, 0, false)),
                                new Delta.End(FinishReason.STOP)),
                        -1)
                .getLast()
                .at("/response/output/0/content/0/annotations");
        assertThat(cited.get(0).path("file_id").asText()).isEqualTo("file_1");
    }

    @Test
    void itemsThatAClientGivesBackAreTaken() {
        var whole = room.accept("""
                {"input": [{"type": "message", "role": "user", "content": "Leave?"},
                  {"type": "file_search_call", "id": "fs_1", "status": "completed", "queries": ["leave"], "results": [
                    {"file_id": "file_1", "filename": "leave.md", "score": 0.9, "text": "Thirty days.", "attributes": {"a": 1}},
                    {"file_id": "file_2", "text": "Ten weeks."}]},
                  {"type": "message", "role": "assistant", "content": "Thirty [1]."},
                  {"type": "message", "role": "user", "content": "And?"}], "tools": [%s]}""".formatted(TOOL));

        assertThat(results(whole)).singleElement().asString().contains("number=\"1\"", "number=\"2\"", "Ten weeks.");

        var bare = room.accept("""
                {"input": [{"type": "message", "role": "user", "content": "Leave?"},
                  {"type": "file_search_call", "id": "fs_1", "status": "completed", "queries": ["leave"]},
                  {"type": "message", "role": "user", "content": "And?"}], "tools": [%s]}""".formatted(TOOL));

        assertThat(results(bare)).singleElement().asString().contains("search again");
        assertThat(room.accept("""
                {"input": [{"type": "message", "role": "user", "content": "Leave?"},
                  {"type": "file_search_call", "id": "fs_1", "status": "failed", "queries": []}]}""").prompt()).isNotNull();
    }

    @Test
    void aToolChoiceNamesIt() {
        var named = room.accept(body(", \"tool_choice\": {\"type\": \"file_search\"}"));
        var allowed = room.accept(
                body(
                        ", \"tool_choice\": {\"type\": \"allowed_tools\", \"mode\": \"required\", \"tools\": [{\"type\": \"file_search\"}]}"));

        assertThat(named.prompt().toolChoice()).isEqualTo(new ToolChoice.Named("file_search"));
        assertThat(allowed.prompt().toolChoice()).isEqualTo(ToolChoice.Mode.REQUIRED);
        assertThat(allowed.tools().callable()).containsExactly("file_search");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'tools': [{'type': 'file_search'}] | tools[0].vector_store_ids",
                "'tools': [{'type': 'file_search', 'vector_store_ids': []}] | tools[0].vector_store_ids",
                "'tools': [{'type': 'file_search', 'vector_store_ids': [1]}] | tools[0].vector_store_ids",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['1','2','3','4','5','6','7','8','9','10','11']}]"
                        + " | tools[0].vector_store_ids",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['vs_1'], 'max_num_results': 51}] | tools[0].max_num_results",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['vs_1'], 'filters': {'type': 'x'}}] | tools[0].filters.type",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['vs_1'], 'ranking_options': {'score_threshold': 2}}]"
                        + " | tools[0].ranking_options.score_threshold",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['vs_2']}] | tools[0].vector_store_ids[0]",
                "'tools': [], 'tool_choice': {'type': 'file_search'} | tool_choice.type",
                "'tools': [{'type': 'file_search', 'vector_store_ids': ['vs_1']}, {'type': 'function', 'name': 'file_search'}]"
                        + " | tools[1].name"
            })
    void namesThePlaceOfWhatIsWrong(String members, String place) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.accept("{\"input\": \"x\", " + members.replace('\'', '"') + "}"))
                .satisfies(refused ->
                        assertThat(refused.fields().getFirst().field()).isEqualTo(place));
    }

    @Test
    void anotherOwnersStoreDoesNotExist() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.exchanges.accept(Room.request(body("")), "somebody"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    private List<JsonNode> events(String body, Delta... deltas) {
        return Room.events(room.accept(body), Room.run(deltas), -1);
    }

    private static String body(String more) {
        return "{\"model\": \"fake/m\", \"input\": \"Leave?\", \"tools\": [" + TOOL + "]" + more + "}";
    }

    private static List<String> results(Exchange exchange) {
        var results = new ArrayList<String>();
        exchange.prompt()
                .messages()
                .forEach(message -> message.content().forEach(part -> {
                    if (part instanceof Content.ToolResult result) {
                        results.add(result.text());
                    }
                }));
        return results;
    }
}
