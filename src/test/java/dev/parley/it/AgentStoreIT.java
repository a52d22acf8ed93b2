package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.agent.McpDesk;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tools of an MCP server, good ones and bad ones, and what is left of their calls after a kill. */
class AgentStoreIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Object> DESK = Map.of("type", "mcp", "server_label", "desk");
    private static final String ADD = "desk__add {\"a\": 2, \"b\": 3}";

    /** In one server and two lives, since each start costs seconds. */
    @Test
    @Timeout(240)
    @Execution(ExecutionMode.CONCURRENT)
    void callsOutliveAKill() {
        try (var desk = McpDesk.start();
                var server = OwnServer.start("parleyDesk", environment(desk))) {
            theServersToolsAreCalled(server);
            badToolsDisturbNobody(server);
            whoLeavesHangingCallsLeavesNothingBehind(server);

            var asked = json(server.post("v1/responses", ask(ADD + "\ndesk__add {\"a\": 1, \"b\": 1}", "always")));
            var paying = begin(server, ADD + "\ndesk__pay", desk);
            await().pollDelay(Duration.ofMillis(1_000)).until(() -> true);
            server.kill();
            server.start();

            aQuestionOutlivesIt(server, asked);
            whatMustNotRunTwiceIsAskedAbout(server, paying, desk);
        }
    }

    private static Map<String, String> environment(McpDesk desk) {
        return Map.of(
                "PARLEY_MCP", "desk",
                "PARLEY_MCP_DESK_URL", desk.url(),
                "PARLEY_MCP_DESK_ALLOW", "add,fail,hang,huge,pay",
                "PARLEY_MCP_DESK_ONCE", "pay",
                "PARLEY_MCP_DESK_MAX_RESPONSE", "1000000",
                "PARLEY_MCP_DESK_TIMEOUT", "20s",
                "PARLEY_AGENT_PARALLEL", "8");
    }

    private static void theServersToolsAreCalled(OwnServer server) {
        var response = json(server.post("v1/responses", ask(ADD, null)));

        assertThat(response.at("/output/1/type").asText()).isEqualTo("mcp_call");
        assertThat(response.at("/output/1/server_label").asText()).isEqualTo("desk");
        assertThat(response.at("/output/1/name").asText()).isEqualTo("add");
        assertThat(response.at("/output/1/output").asText()).isEqualTo("the sum is 5");
        assertThat(response.at("/output/2/content/0/text").asText()).isEqualTo("Done: the sum is 5");
        assertThat(server.post("v1/responses", ask("desk__hidden", null)).body())
                .contains("unknown_tool");
    }

    private static void badToolsDisturbNobody(OwnServer server) {
        try (var hanging = server.stream(
                "v1/responses", ask("desk__hang", null).replace("{\"model\"", "{\"stream\":true,\"model\""))) {
            hanging.next("response.mcp_call.in_progress");

            var response = json(server.post("v1/responses", ask("desk__fail & desk__huge & " + ADD, null)));

            assertThat(response.path("status").asText()).isEqualTo("completed");
            assertThat(response.at("/output/1/status").asText()).isEqualTo("failed");
            assertThat(response.at("/output/2/status").asText()).isEqualTo("failed");
            assertThat(response.at("/output/3/output").asText()).isEqualTo("the sum is 5");
        }
    }

    private static void whoLeavesHangingCallsLeavesNothingBehind(OwnServer server) {
        int threads = server.metric("thread_count");
        for (int i = 0; i < 10; i++) {
            try (var hanging = server.stream(
                    "v1/responses", ask("desk__hang", null).replace("{\"model\"", "{\"stream\":true,\"model\""))) {
                hanging.next("response.mcp_call.in_progress");
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> server.metric("parley_runs_active") == 0);
        await().atMost(Duration.ofSeconds(20)).until(() -> server.metric("thread_count") <= threads + 10);
        assertThat(json(server.post("v1/responses", ask(ADD, null)))
                        .at("/output/1/output")
                        .asText())
                .isEqualTo("the sum is 5");
    }

    private static String begin(OwnServer server, String script, McpDesk desk) {
        var id = json(server.post(
                        "v1/responses", ask(script, null).replace("{\"model\"", "{\"background\":true,\"model\"")))
                .path("id")
                .asText();
        await().until(() -> desk.done().contains("pay"));
        return id;
    }

    private static void aQuestionOutlivesIt(OwnServer server, JsonNode asked) {
        assertThat(asked.at("/incomplete_details/reason").asText()).isEqualTo("approval_required");
        assertThat(asked.at("/output/2/type").asText()).isEqualTo("mcp_approval_request");
        var decided = json(server.post(
                "v1/responses/" + asked.path("id").asText() + "/approvals",
                Json.object("approval_request_id", asked.at("/output/2/id").asText(), "approve", true)));
        var next = decided.at("/response/id").asText();

        await().until(() -> !show(server, next).path("status").asText().matches("queued|in_progress"));
        var response = show(server, next);
        assertThat(response.at("/output/0/output").asText()).isEqualTo("the sum is 5");
        assertThat(response.at("/incomplete_details/reason").asText())
                .as("the second call asks too")
                .isEqualTo("approval_required");
    }

    private static void whatMustNotRunTwiceIsAskedAbout(OwnServer server, String paying, McpDesk desk) {
        var interrupted = show(server, paying);
        assertThat(interrupted.path("status").asText()).isEqualTo("failed");
        assertThat(interrupted.at("/error/code").asText()).isEqualTo("interrupted");
        assertThat(interrupted.at("/output/1/output").asText()).isEqualTo("the sum is 5");
        int calls = server.upstream().calls();

        var goesOn = json(server.post(
                "v1/responses",
                Json.object("model", "openai/agent", "previous_response_id", paying, "tools", List.of(DESK))));

        assertThat(goesOn.at("/incomplete_details/reason").asText()).isEqualTo("approval_required");
        assertThat(goesOn.at("/output/1/reason").asText()).isEqualTo("unknown_outcome");
        assertThat(desk.done().stream().filter("pay"::equals)).hasSize(1);
        assertThat(server.upstream().calls()).as("no answer was paid for again").isEqualTo(calls);
        desk.release();
        var decided = json(server.post(
                "v1/responses/" + goesOn.path("id").asText() + "/approvals",
                Json.object("approval_request_id", goesOn.at("/output/1/id").asText(), "approve", true)));
        var next = decided.at("/response/id").asText();
        await().until(() -> show(server, next).path("status").asText().equals("completed"));
        assertThat(show(server, next).at("/output/1/content/0/text").asText()).isEqualTo("Done: paid");
        everyAnswerIsInTheLedgerOnce(server, paying);
    }

    private static void everyAnswerIsInTheLedgerOnce(OwnServer server, String paying) {
        var run = "run" + paying.substring(paying.indexOf('_'));
        var calls = json(server.get("admin/usage/calls?limit=200")).path("data");
        assertThat(StreamSupport.stream(calls.spliterator(), false)
                        .map(call -> call.path("id").asText())
                        .filter(id -> id.startsWith(run)))
                .containsExactlyInAnyOrder(run + ".1", run + ".2");
    }

    private static JsonNode show(OwnServer server, String id) {
        return json(server.get("v1/responses/" + id));
    }

    private static String ask(String script, String approval) {
        var desk =
                approval == null ? DESK : Map.of("type", "mcp", "server_label", "desk", "require_approval", approval);
        return Json.object("model", "openai/agent", "input", script, "tools", List.of(desk));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(answer.body(), notJson);
        }
    }
}
