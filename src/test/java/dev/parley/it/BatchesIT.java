package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Durable batches as clients meet them. */
class BatchesIT extends Fixture {

    private static final String JSONL = "application/jsonl";

    private static String line(String id, String model) {
        return Json.object("id", id, "prompt", "hi from " + id, "model", model);
    }

    private static String lines(int count, String model) {
        return IntStream.range(0, count).mapToObj(i -> line("i" + i, model)).collect(Collectors.joining("\n"));
    }

    private static Server.Answer upload(String lines, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = JSONL;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Server.post("batches", lines, all);
    }

    private static String id(Server.Answer accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    private static JsonNode ended(String id) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Set.of("completed", "failed", "cancelled").contains(state(id)));
        return Server.get("batches/" + id).json();
    }

    private static String state(String id) {
        return Server.get("batches/" + id).json().path("state").asText();
    }

    private static List<JsonNode> results(String id, String which) {
        return Server.get("batches/" + id + "/" + which)
                .body()
                .lines()
                .map(line -> new Server.Answer(200, line, null).json())
                .toList();
    }

    private static List<String> ids(List<JsonNode> results) {
        return results.stream().map(result -> result.path("id").asText()).toList();
    }

    @Test
    void answersAllLinesInTheBackgroundAndInOrder() {
        var id = id(upload(lines(250, "openai/answer")));

        var batch = ended(id);

        assertThat(batch.path("state").asText()).isEqualTo("completed");
        assertThat(batch.path("completed").asInt()).isEqualTo(250);
        assertThat(ids(results(id, "results")))
                .isEqualTo(IntStream.range(0, 250).mapToObj(i -> "i" + i).toList());
        assertThat(results(id, "results"))
                .allMatch(result -> result.path("content").asText().equals(HELLO));
        assertThat(results(id, "errors")).isEmpty();
        assertThat(upstreamCalls()).isEqualTo(250);
    }

    @Test
    void takesJsonAndAForm() {
        var json = Json.object(
                "items", List.of(Map.of("id", "a", "prompt", "hi"), Map.of("id", "b", "prompt", "ho")),
                "model", "openai/echo",
                "metadata", Map.of("what", "test"));
        var form = "--edge\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nopenai/echo\r\n"
                + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.jsonl\"\r\n"
                + "Content-Type: application/jsonl\r\n\r\n{\"id\":\"c\",\"prompt\":\"he\"}\n\r\n--edge--\r\n";

        var first = id(Server.post("batches", json));
        var second = id(Server.post("batches", form, "Content-Type", "multipart/form-data; boundary=edge"));

        assertThat(ended(first).at("/metadata/what").asText()).isEqualTo("test");
        assertThat(results(first, "results").getLast().path("content").asText()).isEqualTo("ho");
        ended(second);
        assertThat(results(second, "results").getFirst().path("content").asText())
                .isEqualTo("he");
        var listed = Server.get("batches?limit=2").json();
        assertThat(listed.path("batches").findValuesAsText("id")).containsExactly(second, first);
        assertThat(Server.get("batches?limit=1&after=" + second)
                        .json()
                        .at("/batches/0/id")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void tellsEverythingThatIsWrongWithItsLineBeforeAnybodyIsAsked() {
        var bad = String.join(
                "\n",
                line("a", "openai/answer"),
                "{\"id\":\"b\",\"prompt\":\"\"}",
                "",
                "{not json",
                line("a", "openai/answer"),
                "{\"id\":\"c\",\"prompt\":\"x\",\"model\":\"nobody-has/this\"}");

        var refused = upload(bad);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("errors").findValuesAsText("field"))
                .containsExactly("line 2: prompt", "line 4", "line 5: id", "line 6");
        assertThat(upstreamCalls()).isZero();
        assertThat(Server.get("batches?limit=1").body()).doesNotContain("reading");
    }

    @Test
    void refusesOtherEncodingsAndDeclaredGigabytesAtOnce() {
        var wide = Server.post(
                "batches", line("a", "openai/answer").getBytes(StandardCharsets.UTF_16), "Content-Type", JSONL);
        assertThat(wide.status()).isEqualTo(400);
        assertThat(wide.body()).contains("Line 1 is not UTF-8");

        long begun = System.nanoTime();
        try (var connection = RawConnection.open()) {
            connection.send("POST /parley/batches HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + Server.AUTHORIZATION
                    + "\r\nContent-Type: application/jsonl\r\nContent-Length: 2147483648\r\n\r\n");
            assertThat(connection.answer()).startsWith("HTTP/1.1 413");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(upload("").status()).isEqualTo(422);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void cancelKeepsWhatIsFinishedAndStopsTheRest() {
        var id = id(upload(lines(20, "openai/answer") + "\n"
                + IntStream.range(20, 150)
                        .mapToObj(i -> line("i" + i, "openai/long"))
                        .collect(Collectors.joining("\n"))));
        await().until(() -> results(id, "results").size() == 20);

        Server.post("batches/" + id + "/cancel", "");

        var batch = ended(id);
        assertThat(batch.path("state").asText()).isEqualTo("cancelled");
        assertThat(batch.path("completed").asInt()).isEqualTo(20);
        assertThat(ids(results(id, "results"))).hasSize(150).doesNotHaveDuplicates();
        assertThat(results(id, "errors"))
                .hasSize(130)
                .allMatch(result -> result.at("/error/code").asText().equals("cancelled"));
    }

    @Test
    void whatOnlyNeedsTimeIsWaitedFor() {
        var key = Key.with(Map.of("requests_per_minute", 60));
        var id = id(key.post("batches", lines(62, "openai/answer"), "Content-Type", JSONL));

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        key.get("batches/" + id).json().path("state").asText().equals("completed"));

        assertThat(key.get("batches/" + id).json().path("completed").asInt()).isEqualTo(62);
    }

    @Test
    void aRevokedKeyEndsItsBatch() {
        Server.change("PUT", "admin/teams/revoked", "{}");
        var key = Key.ofTeam("revoked");
        var colleague = Key.ofTeam("revoked");
        var id = id(key.post("batches", lines(30, "openai/long"), "Content-Type", JSONL));
        await().until(() -> upstreamCalls() == 30);

        Server.delete("admin/keys/" + key.id());

        await().until(() ->
                colleague.get("batches/" + id).json().path("state").asText().equals("failed"));
        var batch = colleague.get("batches/" + id).json();
        assertThat(batch.at("/reason/code").asText()).isEqualTo("unauthorized");
        assertThat(colleague.get("batches/" + id + "/errors").body().lines()).hasSize(30);
        assertThat(upstreamCalls()).isEqualTo(30);
    }

    @Test
    void maxCostEndsItBeforeItIsExceeded() {
        var line = "{\"id\":\"%s\",\"prompt\":\"hi\",\"model\":\"openai/answer\",\"max_tokens\":100}";
        var id = id(Server.post(
                "batches?max_cost_micro_dollars=3000",
                IntStream.range(0, 100).mapToObj(i -> line.formatted("i" + i)).collect(Collectors.joining("\n")),
                "Content-Type",
                JSONL));

        var batch = ended(id);

        assertThat(batch.path("state").asText()).isEqualTo("failed");
        assertThat(batch.at("/reason/code").asText()).isEqualTo("budget_exceeded");
        assertThat(batch.path("cost_micro_dollars").asLong()).isPositive().isLessThanOrEqualTo(3_000);
        assertThat(batch.path("completed").asInt()).isEqualTo(upstreamCalls()).isLessThan(100);
        assertThat(results(id, "results")).hasSize(100);
    }

    @Test
    void anItemsFailureIsItsOwnAndAProvidersIsTriedAgain() {
        var id = id(upload(line("bad", "openai/refused") + "\n" + line("twice", "openai/fails-once") + "\n"
                + line("good", "openai/answer")));

        var batch = ended(id);

        assertThat(batch.path("state").asText()).isEqualTo("completed");
        assertThat(batch.path("failed").asInt()).isEqualTo(1);
        assertThat(ids(results(id, "errors"))).containsExactly("bad");
    }

    @Test
    void isOnlyForItsOwner() {
        var id = id(upload(line("a", "openai/answer")));
        var other = Key.with(Map.of());

        for (var path : List.of("", "/results", "/errors", "/events")) {
            assertThat(other.get("batches/" + id + path).status()).isEqualTo(404);
        }
        assertThat(other.post("batches/" + id + "/cancel", "").status()).isEqualTo(404);
        assertThat(other.get("batches").json().path("batches")).isEmpty();
    }

    @Test
    void sentAgainItIsTheSameBatch() {
        var name = "batches-once-" + System.nanoTime();
        var first = id(upload(line("a", "openai/answer"), "Idempotency-Key", name));
        var second = id(upload(line("a", "openai/answer"), "Idempotency-Key", name));

        assertThat(second).isEqualTo(first);
        ended(first);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void tellsItsProgressAndGoesOnWhereAClientLeft() {
        var id = id(upload(lines(30, "openai/drip")));
        String last;
        try (var events = Server.events("batches/" + id + "/events")) {
            last = events.next("progress").id();
        }

        try (var events = Server.events("batches/" + id + "/events", "Last-Event-ID", last)) {
            var rest = events.rest();
            var done = rest.get(rest.size() - 2);
            assertThat(done.name()).isEqualTo("done");
            assertThat(done.id()).isEqualTo(id + ".30");
            assertThat(done.json().path("completed").asInt()).isEqualTo(30);
            assertThat(rest.getLast().data()).isEqualTo("[DONE]");
            assertThat(rest).noneMatch(event -> last.equals(event.id()));
        }
        assertThat(Server.get("batches/" + id + "/events", "Last-Event-ID", "nonsense")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDryRunReadsEverythingAndKeepsNothing() {
        var verdict = upload(lines(250, "openai/answer"), "X-Dry-Run", "true").json();

        assertThat(verdict.path("choices").asInt()).isEqualTo(250);
        assertThat(verdict.path("admitted").asBoolean()).isTrue();
        assertThat(upstreamCalls()).isZero();
    }
}
