package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.responses.OpenResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is stored outlives the process, in the embedded database and in PostgreSQL. */
class StoreIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void storedResponsesSurviveAKill() {
        Server.UPSTREAM.calls(); // runs from here on
        try (var server = OwnServer.start("parleyKilled", Map.of())) {
            var stored = json(server.post("v1/responses", ask("openai/answer", "hello")));
            var running = json(
                    server.post("v1/responses", "{\"model\":\"openai/long\",\"input\":\"x\",\"background\":true}"));

            // the file may be 20 ms behind
            await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            server.kill();
            server.start();

            assertThat(show(server, id(stored))).isEqualTo(stored);
            var interrupted = show(server, id(running));
            assertThat(interrupted.path("status").asText()).isEqualTo("failed");
            assertThat(interrupted.at("/error/code").asText()).isEqualTo("interrupted");
            goesOn(server, stored);
        }
    }

    @Test
    void postgresKeepsThemAsWell() {
        assumeTrue(Postgres.isInstalled(), "PostgreSQL 15 is not in /usr/lib/postgresql/15/bin");
        Server.UPSTREAM.calls(); // runs from here on
        try (var postgres = Postgres.start();
                var server = OwnServer.start("parleyPostgres", postgres.environment())) {
            var stored = json(server.post("v1/responses", ask("openai/answer", "hällo 🌍")));
            assertThat(postgres.ask("select id || ' ' || status from responses"))
                    .isEqualTo(id(stored) + " completed");
            assertThat(show(server, id(stored))).isEqualTo(stored);
            goesOn(server, stored);

            assertThat(json(server.get("v1/responses/" + id(stored) + "/input_items"))
                            .at("/data/0/content/0/text")
                            .asText())
                    .isEqualTo("hällo 🌍");
            assertThat(server.delete("v1/responses/" + id(stored)).statusCode()).isEqualTo(200);
            assertThat(server.get("v1/responses/" + id(stored)).statusCode()).isEqualTo(404);

            postgres.close();
            costsNothingThatCantBeKept(server);
        }
    }

    private static void goesOn(OwnServer server, JsonNode stored) {
        var next = server.post(
                "v1/responses",
                "{\"model\":\"openai/answer\",\"input\":\"And?\",\"previous_response_id\":\"%s\"}"
                        .formatted(id(stored)));
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(Server.UPSTREAM.lastRequest().json().path("messages")).hasSize(3);
    }

    private static void costsNothingThatCantBeKept(OwnServer server) {
        int before = Server.UPSTREAM.calls();
        var refused = server.post("v1/responses", ask("openai/answer", "hello"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(json(refused).at("/error/code").asText()).isEqualTo("store_unavailable");
        assertThat(Server.UPSTREAM.calls()).isEqualTo(before);

        var unstored = server.post("v1/responses", "{\"model\":\"openai/answer\",\"input\":\"x\",\"store\":false}");
        assertThat(unstored.statusCode()).isEqualTo(200);
    }

    private static JsonNode show(OwnServer server, String id) {
        return OpenResponses.response(json(server.get("v1/responses/" + id)));
    }

    private static String id(JsonNode response) {
        return response.path("id").asText();
    }

    private static String ask(String model, String input) {
        return "{\"model\":\"%s\",\"input\":\"%s\"}".formatted(model, input);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(answer.body(), notJson);
        }
    }
}
