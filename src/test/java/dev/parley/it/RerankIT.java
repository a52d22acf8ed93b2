package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /rerank}, over a reranker and over the model in the server. */
class RerankIT extends Fixture {

    private static final List<String> DOCUMENTS = List.of(
            "The harbour is dredged every spring.",
            "Refunds are paid to the card you used within ten days.",
            "Bread keeps longest in a linen bag.");

    @ParameterizedTest
    @ValueSource(strings = {"rerank", "v1/rerank"})
    void theModelInTheServerRanksByMeaning(String path) {
        var answer = Server.post(
                path, Json.object("query", "When do I get my money back?", "documents", DOCUMENTS, "top_n", 2));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("model").asText()).isEqualTo("offline/all-minilm-l6-v2");
        assertThat(answer.json().path("results")).hasSize(2);
        assertThat(answer.json().at("/results/0/index").asInt()).isEqualTo(1);
        assertThat(answer.json().at("/results/0/relevance_score").asDouble())
                .isGreaterThan(answer.json().at("/results/1/relevance_score").asDouble());
        assertThat(answer.json().at("/results/0").has("document")).isFalse();
        assertThat(answer.json().at("/usage/total_tokens").asInt()).isBetween(30, 60);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aRerankerIsAskedAtItsProvider() {
        var key = Key.with(Map.of());
        var answer = key.post(
                "rerank",
                Json.object("model", "openai/ranking", "query", "q", "documents", DOCUMENTS, "return_documents", true));

        assertThat(answer.json().path("results").findValuesAsText("index")).containsExactly("2", "1", "0");
        assertThat(answer.json().at("/results/0/document/text").asText()).isEqualTo(DOCUMENTS.get(2));
        assertThat(answer.json().at("/meta/tokens/input_tokens").asInt()).isEqualTo(17);
        assertThat(answer.body()).doesNotContain("SECRET");
        assertThat(Server.UPSTREAM.lastRequest().json().path("documents")).hasSize(3);

        var calls = Server.get("admin/usage/calls?key=" + key.id()).json().path("data");
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).path("endpoint").asText()).isEqualTo("rerank");
        assertThat(calls.get(0).path("cost_micro_dollars").asInt()).isEqualTo(17);
    }

    @Test
    void isPaidOnceForItsIdempotencyKey() {
        var body = Json.object("model", "openai/ranking", "query", "q", "documents", DOCUMENTS);
        var key = Key.with(Map.of());

        var first = key.post("rerank", body, "Idempotency-Key", "ranked-once");
        var again = key.post("rerank", body, "Idempotency-Key", "ranked-once");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query | {'documents':['a']}",
                "query | {'query':'','documents':['a']}",
                "documents | {'query':'q'}",
                "documents | {'query':'q','documents':[]}",
                "documents[2] | {'query':'q','documents':['a',{'text':'b'},7]}",
                "documents[0].text | {'query':'q','documents':[{}]}",
                "top_n | {'query':'q','documents':['a'],'top_n':0}",
                "model | {'model':'','query':'q','documents':['a']}"
            })
    void whatIsWrongIsNamed(String field, String body) {
        var answer = Server.post("rerank", body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void failsInTheShapeOfItsPath() {
        var body = Json.object("query", "q", "documents", List.of());

        assertThat(Server.post("v1/rerank", body).json().at("/error/param").asText())
                .isEqualTo("documents");
        var noModel = Json.object("model", "offline/echo", "query", "q", "documents", DOCUMENTS);
        assertThat(Server.post("rerank", noModel).status()).isEqualTo(404);
        var limited = Json.object("model", "openai/rate-limited-for-long", "query", "q", "documents", DOCUMENTS);
        assertThat(Server.post("rerank", limited).status()).isEqualTo(429);
    }
}
