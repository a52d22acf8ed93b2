package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Streams that a kill cuts, of a key whose whole budget they have reserved, and what the ledger says of them afterwards. */
record CutStreams(OwnServer server, String key, String keyId, int count) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RESERVED_BY_EACH = 10_000;
    private static final int SEEN = 5;

    /** Opens them and reads some of each. */
    static CutStreams begin(OwnServer server, int count) {
        var made = json(server.post(
                "admin/keys",
                Json.object("name", "of streams", "budget", Map.of("total_micro_dollars", count * RESERVED_BY_EACH))));
        var streams = new CutStreams(
                server, made.path("key").asText(), made.path("id").asText(), count);
        streams.open();
        return streams;
    }

    private void open() {
        var body = Json.object("prompt", "hi", "model", "openai/long", "max_tokens", 1_000, "stream", true);
        for (int i = 0; i < count; i++) {
            var stream = server.streamAs(key, "chat", body);
            for (int j = 0; j < SEEN; j++) {
                assertThat(stream.next("delta")).isNotNull();
            }
        }
        assertThat(server.streamAs(key, "chat", body).status()).isEqualTo(402);
        assertThat(budget().path("reserved").asInt()).isEqualTo(count * RESERVED_BY_EACH);
    }

    /** Nothing is reserved any more, and each is in the ledger once, with what its journal has kept of it. */
    void areSettled() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> budget().path("reserved").asInt() == 0);
        var calls = calls();
        assertThat(calls).hasSize(count).allSatisfy(call -> {
            assertThat(call.path("status").asText()).isEqualTo("interrupted");
            assertThat(call.path("estimated").asBoolean()).isTrue();
            assertThat(call.path("output_tokens").asInt()).isGreaterThanOrEqualTo(SEEN);
            assertThat(call.path("cost_micro_dollars").asInt())
                    .isEqualTo(10 * call.path("output_tokens").asInt());
        });
        assertThat(calls).extracting(call -> call.path("id").asText()).doesNotHaveDuplicates();
        assertThat(budget().path("spent").asInt())
                .isPositive()
                .isEqualTo(calls.stream()
                        .mapToInt(call -> call.path("cost_micro_dollars").asInt())
                        .sum());
    }

    private JsonNode budget() {
        return json(server.getAs(key, "usage")).at("/budgets/0");
    }

    private List<JsonNode> calls() {
        var calls = new ArrayList<JsonNode>();
        JsonNode page;
        var after = "";
        do {
            page = json(server.get("admin/usage/calls?limit=3&key=" + keyId + after));
            page.path("data").forEach(calls::add);
            after = "&after=" + page.path("next").asText();
        } while (page.path("has_more").asBoolean());
        return calls;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
