package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is killed while it takes documents in. */
@Tag("long")
class IngestIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code -Dingest.documents=1000 -Dingest.kills=3} is the whole of it; each start of a server costs seconds. */
    private static final int DOCUMENTS = Integer.getInteger("ingest.documents", 60);

    private static final int KILLS = Integer.getInteger("ingest.kills", 1);

    @Test
    @Timeout(600)
    @Execution(ExecutionMode.CONCURRENT)
    void everyDocumentEndsIndexedOnceAndWhatWasFoundStaysFound() {
        try (var server = OwnServer.start("parleyIngest", Map.of())) {
            send(server, "old", "Version one");
            await().atMost(Duration.ofMinutes(1)).until(() -> found(server, "old") == 1);
            IntStream.range(0, DOCUMENTS).forEach(i -> send(server, "doc" + i, "Version one"));
            send(server, "old", "Version two");
            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = DOCUMENTS * kill / (KILLS + 2);
                await().atMost(Duration.ofMinutes(2)).until(() -> ready(server) >= enough);
                var before = ready(server);
                server.kill();
                server.start();
                assertThat(found(server, "old")).isEqualTo(1);
                // the file of the embedded database is up to 20 ms behind
                assertThat(ready(server)).isGreaterThanOrEqualTo(before - 20);
            }
            await().atMost(Duration.ofMinutes(3)).until(() -> ready(server) == DOCUMENTS + 1);

            assertThat(json(server.get("admin/rag/index")).path("passages").asInt())
                    .isEqualTo(DOCUMENTS + 1);
            for (int i = 0; i < DOCUMENTS; i += Math.max(1, DOCUMENTS / 20)) {
                assertThat(found(server, "doc" + i)).isEqualTo(1);
            }
            assertThat(search(server, "old").at("/results/0/passage").asText()).startsWith("Version two");
            // each text once, and again at most what was under way at a kill
            assertThat(server.upstream().calls()).isLessThanOrEqualTo(DOCUMENTS + 2 + KILLS * 4 + 1);
        }
    }

    private static void send(OwnServer server, String id, String version) {
        var sent = server.post(
                "rag/documents", Json.object("id", id, "content", version + " of the document called " + id + "."));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    }

    private static long ready(OwnServer server) {
        long ready = 0;
        String after = "";
        do {
            var page = json(server.get("rag/documents?limit=200" + after));
            ready += page.path("data").findValuesAsText("status").stream()
                    .filter("ready"::equals)
                    .count();
            after = page.has("next") ? "&after=" + page.path("next").asText() : null;
        } while (after != null);
        return ready;
    }

    /** How many of its passages are found by its name. */
    private static int found(OwnServer server, String id) {
        return (int) search(server, id).path("results").findValuesAsText("document_id").stream()
                .filter(id::equals)
                .count();
    }

    private static JsonNode search(OwnServer server, String id) {
        return json(server.post("rag/search", Json.object("query", id, "mode", "keyword")));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(answer.body(), notJson);
        }
    }
}
