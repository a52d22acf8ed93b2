package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Budgets as clients meet them, and the ledger as administrators read it. */
class MoneyIT extends Fixture {

    private static final int DOLLAR = 1_000_000;

    /** Ten cents at most, and not done before somebody stops it. */
    private static final String TEN_CENTS =
            Json.object("prompt", "hi", "model", "openai/long", "max_tokens", 10_000, "stream", true);

    @Test
    void aDollarBearsTenCallsOfTenCentsAtATime() {
        var team = team("dollar", DOLLAR);
        var keys = List.of(Key.ofTeam(team), Key.ofTeam(team), Key.ofTeam(team));

        var answers = crowd(200, keys, "chat", TEN_CENTS);
        await().until(() -> ended(answers).size() == 190);

        assertThat(ended(answers)).allMatch(answer -> answer.statusCode() == 402);
        assertThat(upstreamCalls()).isEqualTo(10);
        assertThat(budget(keys.getFirst()).path("reserved").asInt()).isEqualTo(DOLLAR);

        keys.subList(1, 3).forEach(key -> Server.delete("admin/keys/" + key.id()));
        var last = Key.ofTeam(team);
        Server.delete("admin/keys/" + keys.getFirst().id());
        await().until(() -> ended(answers).size() == 200);
        await().until(() -> budget(last).path("reserved").asInt() == 0);

        var calls = calls("team=" + team);
        assertThat(calls)
                .hasSize(10)
                .allMatch(call -> call.path("status").asText().equals("failed"))
                .allMatch(call -> call.path("estimated").asBoolean());
        assertThat(budget(last).path("spent").asLong())
                .isPositive()
                .isLessThan(DOLLAR)
                .isEqualTo(sum(calls, "cost_micro_dollars"));
    }

    @Test
    void twoKeysThatRaceForTheLastCentDoNotBothGetIt() {
        var team = team("cent", 10_000);
        var keys = List.of(Key.ofTeam(team), Key.ofTeam(team));
        var cent = Json.object("prompt", "hi", "model", "openai/long", "max_tokens", 1_000, "stream", true);

        var answers = crowd(40, keys, "chat", cent);
        await().until(() -> ended(answers).size() == 39);

        assertThat(upstreamCalls()).isEqualTo(1);
        keys.forEach(key -> Server.delete("admin/keys/" + key.id()));
        await().until(() -> ended(answers).size() == 40);
    }

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void everyDoorRefusesWhatTheBudgetDoesNotBear(String path, String body) {
        var refused = Key.withBudget(0).post(path, body);

        assertThat(refused.status()).as(refused.body()).isEqualTo(402);
        assertThat(refused.body()).contains("budget_exceeded", "of the key's budget of 0 per total 0 are spent");
        var kind = path.startsWith("v1/") ? "/error/code" : "/code";
        assertThat(refused.json().at(kind).asText()).isEqualTo("budget_exceeded");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aBudgetIsNotSpentOnWhatHasNoPrice() {
        var refused = Key.withBudget(DOLLAR).post("chat", Json.object("prompt", "hi", "model", "anthropic/answer"));

        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.json().path("code").asText()).isEqualTo("price_unknown");
        assertThat(refused.json().path("detail").asText()).contains("anthropic/answer");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void anAnswerEndsWhereItsReservationEnds() {
        var key = Key.withBudget(DOLLAR);
        var ask = Json.object("prompt", "hi", "model", "openai/drip", "max_tokens", 3, "stream", true);

        var events = Server.stream("chat", ask, "Authorization", key.bearer()).rest();

        var finish = events.get(events.size() - 2).json();
        assertThat(finish.path("finish_reason").asText()).as(events.toString()).isEqualTo("budget");
        assertThat(EventReader.text(events)).isEqualTo("word word ");
        await().until(() -> budget(key).path("reserved").asInt() == 0);
        var call = calls("key=" + key.id()).getFirst();
        assertThat(call.path("status").asText()).isEqualTo("completed");
        assertThat(call.path("estimated").asBoolean()).isTrue();
        assertThat(budget(key).path("spent").asLong())
                .isEqualTo(call.path("cost_micro_dollars").asLong());
    }

    @Test
    void aStreamThatIsLeftIsPaidAsFarAsItCame() {
        var key = Key.withBudget(DOLLAR);
        String run;
        try (var stream = Server.stream("chat", TEN_CENTS, "Authorization", key.bearer())) {
            run = stream.next().json().path("id").asText();
            for (int i = 0; i < 20; i++) {
                stream.next("delta");
            }
            assertThat(Server.post("runs/" + run + "/cancel", "", "Authorization", key.bearer())
                            .status())
                    .isEqualTo(200);
        }

        await().until(() -> !calls("key=" + key.id()).isEmpty());
        var call = calls("key=" + key.id()).getFirst();
        assertThat(call.path("id").asText()).isEqualTo(run);
        assertThat(call.path("status").asText()).isEqualTo("cancelled");
        assertThat(call.path("estimated").asBoolean()).isTrue();
        assertThat(call.path("output_tokens").asLong()).isBetween(20L, 1_000L);
        assertThat(call.path("cost_micro_dollars").asLong())
                .isEqualTo(10 * call.path("output_tokens").asLong());
        assertThat(call.path("ttft_ms").isNumber()).isTrue();
    }

    @Test
    void ledgerBudgetsAndMetersAgreeAfterACrowdWithFaults() {
        var team = team("crowd", 100L * DOLLAR);
        var keys = IntStream.range(0, 5).mapToObj(i -> Key.ofTeam(team)).toList();
        var before = totals();
        var bodies = mixed();

        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 200; i++) {
            var ask = bodies.get(i % bodies.size());
            var key = keys.get(i % keys.size());
            answers.add(Server.posting(ask.path(), ask.body(), "Authorization", key.bearer()));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
        await().until(() -> budget(keys.getFirst()).path("reserved").asInt() == 0);

        var sums = usage("team=" + team).path("total");
        var rows = calls("team=" + team);
        assertThat(rows).hasSize(200);
        assertThat(rows).extracting(row -> row.path("id").asText()).doesNotHaveDuplicates();
        for (var column : List.of("input_tokens", "output_tokens", "cached_tokens", "cost_micro_dollars")) {
            assertThat(sums.path(column).asLong()).as(column).isEqualTo(sum(rows, column));
        }
        assertThat(sums.path("calls").asInt()).isEqualTo(200);
        assertThat(sums.path("estimated_calls").asInt()).isBetween(1, 199);
        long cost = sums.path("cost_micro_dollars").asLong();
        assertThat(budget(keys.getFirst()).path("spent").asLong()).isPositive().isEqualTo(cost);
        assertThat(rows)
                .allMatch(row -> row.path("cost_micro_dollars").asLong()
                        == row.path("input_tokens").asLong()
                                - row.path("cached_tokens").asLong()
                                + (row.path("cached_tokens").asLong() + 1) / 2
                                + 10 * row.path("output_tokens").asLong());

        for (var group : List.of("key", "team", "model", "endpoint", "day", "key,team,model,endpoint,day")) {
            var grouped = usage("team=" + team + "&group_by=" + group);
            assertThat(sum(list(grouped.path("data")), "cost_micro_dollars")).isEqualTo(cost);
            assertThat(sum(list(grouped.path("data")), "calls")).isEqualTo(200);
        }
        assertThat(list(usage("team=" + team + "&group_by=key").path("data"))).hasSize(5);

        var after = totals();
        assertThat(after.ledgerCost() - before.ledgerCost())
                .isEqualTo(after.metersCost() - before.metersCost())
                .isEqualTo(cost);
        assertThat(after.ledgerTokens() - before.ledgerTokens())
                .isEqualTo(after.metersTokens() - before.metersTokens());
    }

    @Test
    void usageComesAsASheetToo() {
        var key = Key.withBudget(DOLLAR);
        key.post("chat", Json.object("prompt", "hi", "model", "openai/answer"));

        var sheet = Server.get("admin/usage?format=csv&group_by=model,endpoint&key=" + key.id());

        assertThat(sheet.header("Content-Type")).startsWith("text/csv");
        assertThat(sheet.body())
                .isEqualTo("model,endpoint,calls,input_tokens,output_tokens,cached_tokens,reasoning_tokens,"
                        + "cost_micro_dollars,unpriced_calls,estimated_calls\r\n"
                        + "\"openai/answer\",\"chat\",1,20,6,8,2,76,0,0\r\n");
    }

    @Test
    void usageIsForAdministratorsAndAskedForCarefully() {
        var key = Key.withBudget(1);

        assertThat(Server.get("admin/usage", "Authorization", key.bearer()).status())
                .isEqualTo(403);
        assertThat(Server.get("admin/usage/calls", "Authorization", key.bearer())
                        .status())
                .isEqualTo(403);
        for (var wrong : List.of(
                "from=yesterday", "to=2026-13-01", "from=2026-02-01&to=2026-01-01", "group_by=cost", "format=xml")) {
            assertThat(Server.get("admin/usage?" + wrong).status()).as(wrong).isIn(400, 422);
        }
        assertThat(usage("key=%27%20or%201%3D1%20--").at("/total/calls").asInt())
                .isZero();
        assertThat(Server.get("admin/usage/calls?limit=0").status()).isEqualTo(422);
    }

    private record Ask(String path, String body) {}

    private static List<Ask> mixed() {
        var asks = new ArrayList<Ask>();
        for (var model : List.of("answer", "no-usage", "refused", "failing", "cut", "reset-after", "empty")) {
            for (var stream : List.of(true, false)) {
                asks.add(new Ask(
                        "chat",
                        Json.object("prompt", "hi", "model", "openai/" + model, "stream", stream, "max_tokens", 50)));
            }
        }
        asks.add(new Ask("v1/responses", Json.object("model", "openai/answer", "input", "hi", "store", false)));
        return asks;
    }

    /** What the ledger and the counters say of everything so far. */
    private record Totals(long ledgerCost, long ledgerTokens, long metersCost, long metersTokens) {}

    private static Totals totals() {
        var ledger = usage("from=2020-01-01").path("total");
        var meters = Server.get("/metrics").body();
        return new Totals(
                ledger.path("cost_micro_dollars").asLong(),
                ledger.path("input_tokens").asLong()
                        + ledger.path("output_tokens").asLong(),
                counted(meters, "parley_cost_microdollars_total"),
                counted(meters, "parley_ledger_tokens_total"));
    }

    private static long counted(String meters, String name) {
        return meters.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<CompletableFuture<HttpResponse<String>>> crowd(
            int size, List<Key> keys, String path, String body) {
        return IntStream.range(0, size)
                .mapToObj(i -> Server.posting(
                        path, body, "Authorization", keys.get(i % keys.size()).bearer()))
                .toList();
    }

    private static List<HttpResponse<String>> ended(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    /** A team of the test's own that may spend so much in all; its name. */
    private static String team(String name, long microDollars) {
        var unique = name + "-" + System.nanoTime();
        var made = Server.change(
                "PUT", "admin/teams/" + unique, Json.object("budget", Map.of("total_micro_dollars", microDollars)));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return unique;
    }

    private static JsonNode budget(Key key) {
        return Server.get("usage", "Authorization", key.bearer()).json().at("/budgets/0");
    }

    private static JsonNode usage(String query) {
        var answer = Server.get("admin/usage?" + query);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** All rows of the ledger that a query finds, page by page. */
    private static List<JsonNode> calls(String query) {
        var rows = new ArrayList<JsonNode>();
        JsonNode page;
        var after = "";
        do {
            page = Server.get("admin/usage/calls?limit=60&" + query + after).json();
            rows.addAll(list(page.path("data")));
            after = "&after=" + page.path("next").asText();
        } while (page.path("has_more").asBoolean());
        return rows;
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static long sum(List<JsonNode> rows, String column) {
        return rows.stream().mapToLong(row -> row.path(column).asLong()).sum();
    }
}
