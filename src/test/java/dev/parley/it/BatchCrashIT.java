package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is killed in the middle of a batch, twice. */
@Tag("long")
class BatchCrashIT {

    private static final int ITEMS = 1_000;
    private static final int AT_ONCE = 20;

    @Test
    @Timeout(360)
    void everyItemEndsWithOneResultAndIsPaidOnceUnlessItWasUnderWay() {
        try (var server = OwnServer.start("batchCrash", environment(Map.of()))) {
            outlivesTwoKills(server);
        }
    }

    @Test
    @Timeout(360)
    void inPostgresAsWell() {
        assumeTrue(Postgres.isInstalled(), "PostgreSQL 15 is not in /usr/lib/postgresql/15/bin");
        try (var postgres = Postgres.start();
                var server = OwnServer.start("batchCrashPostgres", environment(postgres.environment()))) {
            outlivesTwoKills(server);
        }
    }

    private static Map<String, String> environment(Map<String, String> database) {
        var all = new HashMap<>(database);
        all.put("PARLEY_BATCHES_AT_ONCE", Integer.toString(AT_ONCE));
        all.put("PARLEY_INSTANCE_LEASE", "2s");
        all.put("PARLEY_INSTANCE_RENEW_EVERY", "1s");
        return all;
    }

    private static void outlivesTwoKills(OwnServer server) {
        var lines = IntStream.range(0, ITEMS)
                .mapToObj(i -> Json.object("id", "i" + i, "prompt", "hi", "model", "openai/answer"))
                .collect(Collectors.joining(","));
        var accepted = server.post("batches", "{\"items\":[" + lines + "]}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var id = new Server.Answer(202, accepted.body(), null).json().path("id").asText();

        killAt(server, ITEMS * 3 / 10);
        killAt(server, ITEMS * 7 / 10);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.get("batches/" + id).body().contains("\"completed\","));

        var results = server.get("batches/" + id + "/results")
                .body()
                .lines()
                .map(line -> new Server.Answer(200, line, null).json())
                .toList();
        assertThat(results.stream().map(result -> result.path("id").asText()))
                .containsExactlyElementsOf(
                        IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList());
        assertThat(results).allMatch(result -> result.path("content").asText().equals(Fixture.HELLO));
        // at each kill so many are in flight, and as many more may be answered and not yet in the file
        assertThat(server.upstream().calls()).isBetween(ITEMS, ITEMS + 2 * (AT_ONCE + AT_ONCE));
    }

    private static void killAt(OwnServer server, int calls) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> server.upstream().calls() >= calls);
        server.kill();
        assertThat(server.upstream().calls()).isLessThan(ITEMS);
        server.start();
    }
}
