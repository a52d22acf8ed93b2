package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.ResponseCreateParams;
import dev.parley.responses.OpenResponses;
import dev.parley.upstream.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Tools that run in the server, behind {@code POST /v1/responses}. */
class AgentIT extends Fixture {

    private static final Map<String, Object> CALCULATOR = Map.of("type", "parley:tool", "name", "calculator");
    private static final Map<String, Object> CLOCK = Map.of("type", "parley:tool", "name", "current_time");
    private static final Map<String, Object> ASK_USER = Map.of("type", "function", "name", "ask_user");
    private static final String SIX = "calculator {\"expression\": \"2 * 3\"}";

    @Test
    void toolsRunBetweenTheAnswersOfTheModel() {
        var response = post("agent", SIX + "\n" + SIX + " & calculator {\"expression\": \"1/0\"}", CALCULATOR);

        assertThat(response.path("status").asText()).isEqualTo("completed");
        assertThat(types(response))
                .containsExactly(
                        "message", "parley:tool_call", "message", "parley:tool_call", "parley:tool_call", "message");
        assertThat(response.at("/output/1/output").asText()).isEqualTo("6");
        assertThat(response.at("/output/1/status").asText()).isEqualTo("completed");
        assertThat(response.at("/output/1/duration_ms").isNumber()).isTrue();
        assertThat(response.at("/output/4/status").asText()).isEqualTo("failed");
        assertThat(response.at("/output/4/error/code").asText()).isEqualTo("failed");
        assertThat(response.at("/output/5/content/0/text").asText()).startsWith("Done: 6, A number in it");
        assertThat(response.at("/usage/input_tokens").asInt()).isEqualTo(60);
        assertThat(upstreamCalls()).isEqualTo(3);
    }

    @Test
    void everyAnswerOfTheModelIsARowOfTheLedger() {
        var id = post("agent", SIX, CALCULATOR).path("id").asText();

        var calls = Server.get("admin/usage/calls?limit=100").json().path("data");
        var run = "run" + id.substring(id.indexOf('_'));
        assertThat(StreamSupport.stream(calls.spliterator(), false)
                        .filter(call -> call.path("id").asText().startsWith(run)))
                .extracting(call ->
                        call.path("id").asText() + " " + call.path("status").asText() + " "
                                + call.path("cost_micro_dollars").asText())
                .containsExactlyInAnyOrder(run + ".1 completed 76", run + ".2 completed 76");
    }

    @Test
    void toolsAreSeenWhileTheyRun() {
        try (var stream = Server.stream("v1/responses", body("agent", SIX, "stream", true, CALCULATOR))) {
            var events = stream.rest();
            events.removeLast();
            for (int i = 0; i < events.size(); i++) {
                assertThat(events.get(i).json().path("sequence_number").asInt()).isEqualTo(i);
                assertThat(events.get(i).json().path("type").asText())
                        .isEqualTo(events.get(i).name());
            }
            assertThat(events)
                    .extracting(EventReader.Event::name)
                    .containsSubsequence(
                            "response.output_item.added",
                            "response.output_text.delta",
                            "response.output_item.done",
                            "response.output_item.added",
                            "parley:tool_call.arguments.delta",
                            "parley:tool_call.arguments.done",
                            "parley:tool_call.in_progress",
                            "parley:tool_call.completed",
                            "response.output_item.done",
                            "response.output_text.delta",
                            "response.completed");
        }
    }

    @Test
    void theEventsAreTheSameWhenTheyAreReadAgain() {
        var id = Server.post("v1/responses", body("agent", SIX, "background", true, CALCULATOR))
                .json()
                .path("id")
                .asText();
        await().until(() -> show(id).path("status").asText().equals("completed"));

        try (var first = Server.events("v1/responses/" + id + "?stream=true");
                var again = Server.events("v1/responses/" + id + "?stream=true&starting_after=9")) {
            var all = first.rest();
            assertThat(again.rest()).isEqualTo(all.subList(10, all.size()));
        }
    }

    @Test
    void theClientsToolsAndOursMixInOneAnswer() {
        var first = post("agent", SIX + " & ask_user", CALCULATOR, ASK_USER);

        assertThat(first.path("status").asText()).isEqualTo("completed");
        assertThat(types(first)).containsExactly("message", "parley:tool_call", "function_call");
        var second = Server.post(
                        "v1/responses",
                        Json.object(
                                "model",
                                "openai/agent",
                                "previous_response_id",
                                first.path("id").asText(),
                                "tools",
                                List.of(CALCULATOR, ASK_USER),
                                "input",
                                List.of(Map.of(
                                        "type", "function_call_output", "call_id", "call_0_1", "output", "yes"))))
                .json();

        assertThat(second.at("/output/0/content/0/text").asText()).isEqualTo("Done: 6, yes");
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aConversationRemembersWhatToolsSaid() {
        var first = post("agent", SIX, CALCULATOR);
        Server.post(
                "v1/responses",
                Json.object(
                        "model",
                        "openai/echo",
                        "previous_response_id",
                        first.path("id").asText(),
                        "input",
                        "and now?"));

        assertThat(roles(Server.UPSTREAM.lastRequest()))
                .containsExactly("user", "assistant", "tool", "assistant", "user");
    }

    @Test
    void aLoopWithoutAnEndEndsBySteps() {
        var response = standard(post("agent-loop", SIX, CALCULATOR));

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_steps");
        assertThat(upstreamCalls()).isEqualTo(10);
    }

    @Test
    void aRequestMayAllowLess() {
        var steps = Server.post(
                        "v1/responses", body("agent-loop", SIX, "parley:limits", Map.of("steps", 2), CALCULATOR))
                .json();
        var calls = Server.post("v1/responses", body("agent-loop", SIX, "max_tool_calls", 1, CALCULATOR))
                .json();

        assertThat(steps.at("/incomplete_details/reason").asText()).isEqualTo("max_steps");
        assertThat(calls.at("/incomplete_details/reason").asText()).isEqualTo("max_tool_calls");
        assertThat(upstreamCalls()).isEqualTo(4);
    }

    @Test
    void whatTheModelMakesUpIsToldToIt() {
        var response = post("agent", "no_such_tool & calculator {\"expr\": 1}", CALCULATOR);

        assertThat(response.at("/output/1/error/code").asText()).isEqualTo("unknown_tool");
        assertThat(response.at("/output/2/error/code").asText()).isEqualTo("invalid_arguments");
        assertThat(response.path("status").asText()).isEqualTo("completed");
    }

    @Test
    void whatIsNotOfferedCostsNothing() {
        var answer = Server.post(
                "v1/responses", body("agent", SIX, Map.of("type", "parley:tool", "name", "search_the_moon")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("tools[0].name");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aCallWaitsUntilSomebodyAgrees() {
        var waits = post("agent", "current_time & " + SIX, CALCULATOR, CLOCK);

        assertThat(waits.path("status").asText()).isEqualTo("incomplete");
        assertThat(waits.at("/incomplete_details/reason").asText()).isEqualTo("approval_required");
        assertThat(types(waits))
                .containsExactly("message", "parley:tool_call", "parley:tool_call", "parley:approval_request");
        var question = waits.at("/output/3");
        assertThat(question.path("name").asText()).isEqualTo("current_time");
        var path = "v1/responses/" + waits.path("id").asText() + "/approvals";
        assertThat(Server.get(path).json().at("/data/0")).isEqualTo(question);

        var decision = Json.object("approval_request_id", question.path("id").asText(), "approve", true);
        var decided = Server.post(path, decision);
        assertThat(decided.json().at("/response/status").asText()).isEqualTo("queued");
        var next = decided.json().at("/response/id").asText();
        await().until(() -> show(next).path("status").asText().equals("completed"));

        assertThat(types(show(next))).containsExactly("parley:tool_call", "message");
        assertThat(show(next).at("/output/0/output").asText()).contains("\"zone\":\"UTC\"");
        assertThat(show(next).at("/output/1/content/0/text").asText()).contains("UTC");
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aDecisionSentAgainIsAnsweredAgainAndAnotherOneIsRefused() {
        var waits = post("agent", "current_time", CLOCK);
        var path = "v1/responses/" + waits.path("id").asText() + "/approvals";
        var question = waits.at("/output/2/id").asText();
        var decision = Json.object("approval_request_id", question, "approve", true);

        var answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> Server.post(path, decision))
                .toList();

        var next = answers.getFirst().json().at("/response/id").asText();
        assertThat(answers)
                .allMatch(answer -> answer.status() == 200)
                .allMatch(answer -> answer.json().at("/response/id").asText().equals(next));
        await().until(() -> show(next).path("status").asText().equals("completed"));
        assertThat(Server.post(path, decision).json().at("/response/id").asText())
                .isEqualTo(next);
        try (var stream =
                Server.stream(path, Json.object("approval_request_id", question, "approve", true, "stream", true))) {
            assertThat(stream.next("response.completed")
                            .json()
                            .at("/response/id")
                            .asText())
                    .isEqualTo(next);
        }
        assertThat(Server.post(path, Json.object("approval_request_id", question, "approve", false))
                        .status())
                .isEqualTo(409);
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aRefusalIsHeardByTheModel() {
        var waits = post("agent", "current_time", CLOCK);
        var decision = Json.object(
                "approval_request_id",
                waits.at("/output/2/id").asText(),
                "approve",
                false,
                "reason",
                "it is late",
                "stream",
                true);

        try (var stream = Server.stream("v1/responses/" + waits.path("id").asText() + "/approvals", decision)) {
            var response = stream.next("response.completed").json().path("response");
            assertThat(response.at("/output/0/error/code").asText()).isEqualTo("refused");
            assertThat(response.at("/output/1/content/0/text").asText()).contains("it is late");
        }
    }

    @Test
    void aDecisionMayComeAsInput() {
        var waits = post("agent", "current_time", CLOCK);
        var without = Json.object(
                "model",
                "openai/agent",
                "previous_response_id",
                waits.path("id").asText(),
                "tools",
                List.of(CLOCK),
                "input",
                "go on");
        assertThat(Server.post("v1/responses", without).status()).isEqualTo(400);

        var with = Json.object(
                "model",
                "openai/agent",
                "previous_response_id",
                waits.path("id").asText(),
                "tools",
                List.of(CLOCK),
                "input",
                List.of(Map.of(
                        "type",
                        "mcp_approval_response",
                        "approval_request_id",
                        waits.at("/output/2/id").asText(),
                        "approve",
                        true)));
        assertThat(Server.post("v1/responses", with)
                        .json()
                        .at("/output/0/status")
                        .asText())
                .isEqualTo("completed");
        var again = Server.post("v1/responses", with);
        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void anothersQuestionDoesNotExist() {
        var waits = post("agent", "current_time", CLOCK);

        var decided = Key.withBudget(1)
                .post(
                        "v1/responses/" + waits.path("id").asText() + "/approvals",
                        Json.object(
                                "approval_request_id", waits.at("/output/2/id").asText(), "approve", true));

        assertThat(decided.status()).isEqualTo(404);
    }

    @Test
    void openAisClientReadsIt() {
        var client = OpenAIOkHttpClient.builder()
                .baseUrl(Server.BASE.resolve("v1").toString())
                .apiKey(Server.KEY)
                .maxRetries(0)
                .build();
        var accumulator = ResponseAccumulator.create();

        try (var stream = client.responses()
                .createStreaming(ResponseCreateParams.builder()
                        .model("openai/agent")
                        .input(SIX)
                        .putAdditionalBodyProperty("tools", JsonValue.from(List.of(CALCULATOR)))
                        .build())) {
            stream.stream().forEach(accumulator::accumulate);
        }

        var texts = accumulator.response().output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(content -> content.asOutputText().text());
        assertThat(texts).containsExactly("Calling. ", "Done: 6");
    }

    @Test
    void whoLeavesEndsTheLoop() {
        try (var stream = Server.stream("v1/responses", body("agent-loop", SIX, "stream", true, CALCULATOR))) {
            stream.next("parley:tool_call.completed");
        }
        await().until(() -> Metrics.value("parley_runs_active") == 0);
        assertThat(upstreamCalls()).isLessThanOrEqualTo(10);
    }

    @Test
    void aDryRunAsksNobody() {
        var verdict = Server.post("v1/responses", body("agent", SIX, CALCULATOR), "X-Dry-Run", "true");

        assertThat(verdict.json().path("admitted").asBoolean()).isTrue();
        assertThat(upstreamCalls()).isZero();
    }

    /** What the published schema knows of a response must be as it says; what carries our slug is left out. */
    private static JsonNode standard(JsonNode response) {
        var known = (ObjectNode) response.deepCopy();
        known.putArray("tools");
        var output = known.putArray("output");
        response.path("output").forEach(item -> {
            if (!item.path("type").asText().startsWith("parley:")) {
                output.add(item);
            }
        });
        OpenResponses.response(known);
        return response;
    }

    private static JsonNode show(String id) {
        return Server.get("v1/responses/" + id).json();
    }

    private static JsonNode post(String model, String script, Object... tools) {
        return Server.post("v1/responses", body(model, script, tools)).json();
    }

    /** @param more names and values of further fields, and tools, which are maps */
    private static String body(String model, String script, Object... more) {
        var fields = new ArrayList<Object>(List.of("model", "openai/" + model, "input", script));
        var tools = new ArrayList<Object>();
        for (int i = 0; i < more.length; i++) {
            if (more[i] instanceof String name) {
                fields.add(name);
                fields.add(more[++i]);
            } else {
                tools.add(more[i]);
            }
        }
        fields.add("tools");
        fields.add(tools);
        return Json.object(fields.toArray());
    }

    private static List<String> types(JsonNode response) {
        return StreamSupport.stream(response.path("output").spliterator(), false)
                .map(item -> item.path("type").asText())
                .toList();
    }

    private static List<String> roles(RecordedRequest request) {
        return StreamSupport.stream(request.json().path("messages").spliterator(), false)
                .map(message -> message.path("role").asText())
                .toList();
    }
}
