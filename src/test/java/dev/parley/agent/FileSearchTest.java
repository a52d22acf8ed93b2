package dev.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.http.Json;
import dev.parley.llm.ToolError;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FencedPassages;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileSearchTest {

    private static final ToolCaller CALLER =
            new ToolCaller("me", new Requester(RequestContext.background("req_1", null, "/test"), Caller.OPEN));

    private AgentRoom room = new AgentRoom();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void tellsThePassagesInFencesAndTheirFilesBeside() throws ToolFailure, JsonProcessingException {
        var result = call(tool(0), "leave");

        assertThat(room.files.queries).containsExactly("leave");
        assertThat(FencedPassages.read(result.text()).passages())
                .extracting(FencedPassages.Passage::text)
                .containsExactly("Thirty days.", "Ten weeks.");
        var details = Json.MAPPER.readTree(result.details());
        assertThat(details.at("/0/file_id").asText()).isEqualTo("file_1");
        assertThat(details.at("/1/number").asInt()).isEqualTo(2);
    }

    @Test
    void aNumberIsUsedOnceInAConversation() throws ToolFailure {
        var tool = tool(7);

        assertThat(numbers(call(tool, "a"))).containsExactly(8, 9);
        assertThat(numbers(call(tool, "b"))).containsExactly(10, 11);
    }

    @Test
    void aNumberIsUsedOnceAlsoBySearchesAtTheSameTime() throws InterruptedException {
        var tool = tool(0);
        Set<Integer> all = ConcurrentHashMap.newKeySet();
        var threads = IntStream.range(0, 16)
                .mapToObj(each -> Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 100; i++) {
                        all.addAll(numbers(unchecked(tool)));
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(all).hasSize(16 * 100 * 2);
    }

    @Test
    void passagesThatWouldNotFitAreLeftOutWhole() throws ToolFailure {
        room.close();
        room = new AgentRoom("parley.agent.max-result", "4000");
        room.files.found = List.of(
                FakeFiles.passage("a".repeat(2_000)),
                FakeFiles.passage("b".repeat(2_000)),
                FakeFiles.passage("c".repeat(20)));

        var result = call(tool(0), "x");

        assertThat(numbers(result)).containsExactly(1);
        assertThat(result.text().length()).isLessThanOrEqualTo(4_000);
    }

    @Test
    void saysThatNothingWasFound() throws ToolFailure {
        room.files.found = List.of();

        assertThat(call(tool(0), "x").text()).isEqualTo("No passage of the files fits this query.");
    }

    @Test
    void aSearchThatFailsIsTold() {
        room.files.failure = new ApiException(ErrorCode.BUDGET_EXCEEDED, "The budget is spent.");

        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> call(tool(0), "x"))
                .withMessage("The budget is spent.")
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(ToolError.FAILED));
    }

    @Test
    void aBlankQueryIsTold() {
        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> call(tool(0), " "))
                .satisfies(failure -> assertThat(failure.error()).isEqualTo(ToolError.INVALID_ARGUMENTS));
        assertThat(room.files.queries).isEmpty();
    }

    @Test
    void refusesUnknownAndForeignStoresByTheirPlace() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.catalog.box(List.of(FakeFiles.wish(0, "vs_1", "vs_2")), "me"))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(refused.fields().getFirst().field()).isEqualTo("tools[0].vector_store_ids[1]");
                });
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.catalog.box(List.of(FakeFiles.wish(0, "vs_1")), "somebody"));
    }

    @Test
    void isNotOfferedWhereTheSettingsDoNotNameIt() {
        room.close();
        room = new AgentRoom("parley.agent.tools", "calculator");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> tool(0))
                .satisfies(refused ->
                        assertThat(refused.fields().getFirst().field()).isEqualTo("tools[0].type"));
    }

    private ServerTool tool(int cited) {
        return room.catalog
                .box(List.of(FakeFiles.wish(cited, "vs_1")), "me")
                .find(ToolWish.FileSearch.NAME)
                .tool();
    }

    private static ToolResult call(ServerTool tool, String query) throws ToolFailure {
        return tool.call("{\"query\": \"" + query + "\"}", CALLER);
    }

    private static ToolResult unchecked(ServerTool tool) {
        try {
            return call(tool, "x");
        } catch (ToolFailure failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static List<Integer> numbers(ToolResult result) {
        var numbers = new ArrayList<Integer>();
        FencedPassages.read(result.text()).passages().forEach(passage -> numbers.add(passage.number()));
        return numbers;
    }
}
