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

/** Two servers at one batch in one PostgreSQL, of which one is killed in the middle. */
@Tag("long")
class BatchNodesIT {

    private static final int ITEMS = 500;
    private static final int AT_ONCE = 10;

    @Test
    @Timeout(360)
    void shareABatchAndWhatADeadOneWasAtIsTakenOver() {
        assumeTrue(Postgres.isInstalled(), "PostgreSQL 15 is not in /usr/lib/postgresql/15/bin");
        try (var postgres = Postgres.start();
                var one = OwnServer.start("batchNodeOne", environment(postgres, "one"));
                var two = one.beside("batchNodeTwo", environment(postgres, "two"))) {
            var id = submit(one);
            awaitWorkOfBoth(postgres, id);

            two.kill();
            int answered = Integer.parseInt(postgres.ask("select count(*) from batch_results"));
            assertThat(answered).isLessThan(ITEMS);

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> one.get("batches/" + id).body().contains("\"state\":\"completed\""));
            eachItemHasOneResult(one, postgres, id);
            // asked for again: what the killed one had in flight, and what was answered and not yet written
            assertThat(one.upstream().calls()).isBetween(ITEMS, ITEMS + 2 * AT_ONCE);
        }
    }

    private static Map<String, String> environment(Postgres postgres, String node) {
        var all = new HashMap<>(postgres.environment());
        all.put("PARLEY_NODE", node);
        all.put("PARLEY_INSTANCE_LEASE", "2s");
        all.put("PARLEY_INSTANCE_RENEW_EVERY", "1s");
        all.put("PARLEY_BATCHES_AT_ONCE", Integer.toString(AT_ONCE));
        return all;
    }

    private static String submit(OwnServer server) {
        var items = IntStream.range(0, ITEMS)
                .mapToObj(i -> Json.object("id", "i" + i, "prompt", "hi", "model", "openai/drip"))
                .collect(Collectors.joining(","));
        var accepted = server.post("batches", "{\"items\":[" + items + "]}");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return new Server.Answer(202, accepted.body(), null).json().path("id").asText();
    }

    /** Until both have ended runs of the batch, and both still hold chunks of it. */
    private static void awaitWorkOfBoth(Postgres postgres, String id) {
        var runs = "run" + id.substring(id.indexOf('_')) + "_%";
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> postgres.ask(("select count(*) from (select instance from runs where id like '%s'"
                                        + " and state = 'completed' group by instance having count(*) >= 20) as busy")
                                .formatted(runs))
                        .equals("2"));
        assertThat(postgres.ask("select count(distinct holder) from batch_chunks where holder is not null"))
                .isEqualTo("2");
    }

    private static void eachItemHasOneResult(OwnServer server, Postgres postgres, String id) {
        var ids = server.get("batches/" + id + "/results")
                .body()
                .lines()
                .map(line -> new Server.Answer(200, line, null).json())
                .peek(result -> assertThat(result.path("error").isNull()).isTrue())
                .map(result -> result.path("id").asText())
                .toList();
        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList());
        assertThat(postgres.ask("select succeeded || ' ' || failed from batches"))
                .isEqualTo(ITEMS + " 0");
        assertThat(postgres.ask("select count(*) || ' ' || count(distinct item_no) from batch_results"))
                .isEqualTo(ITEMS + " " + ITEMS);
    }
}
