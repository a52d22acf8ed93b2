package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dry run says, and that it does nothing. */
class DryRunIT extends Fixture {

    @AfterEach
    void noProviderHeardOfIt() {
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void everyDoorAnswersWithAVerdictAndReservesNothing(String path, String body) {
        var key = Key.with(Map.of("requests_per_minute", 1));

        for (int i = 0; i < 3; i++) {
            var answer = key.post(path, body, "X-Dry-Run", "true");
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("application/json");
            var verdict = answer.json();
            assertThat(verdict.path("admitted").asBoolean()).isTrue();
            assertThat(verdict.at("/models/0").asText()).startsWith("openai/");
            assertThat(verdict.path("input_tokens").asInt()).isPositive();
            assertThat(verdict.at("/limits/0/scope").asText()).isEqualTo("key");
            assertThat(verdict.at("/limits/0/limits").asText()).isEqualTo("requests");
            assertThat(verdict.at("/limits/0/remaining").asInt()).isEqualTo(1);
            assertThat(verdict.path("refusal").isNull()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    rag/documents | {"id":"never","content":"paid"}
                    admin/rag/reindex |
                    webhooks/standard/deliveries/in_1/replay |
                    v1/vector_stores | {"name":"never","file_ids":["file_1"]}
                    v1/vector_stores/vs_1/files | {"file_id":"file_1"}
                    v1/vector_stores/vs_1/file_batches | {"file_ids":["file_1"]}
                    v1/responses/resp_1/approvals | {"approval_request_id":"apr_1","approve":true}
                    """)
    void isRefusedWhereNobodyKnowsTheCost(String path, String body) {
        var answer = Server.post(path, body == null ? "" : body, "X-Dry-Run", "true");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("There is no dry run here");
    }

    @Test
    void saysWhatWouldBeRefused() {
        var key = Key.with(Map.of("tokens_per_minute", 100));

        var verdict = key.post(
                        "chat",
                        Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 500),
                        "X-Dry-Run",
                        "true")
                .json();

        assertThat(verdict.path("admitted").asBoolean()).isFalse();
        assertThat(verdict.path("max_output_tokens").asInt()).isEqualTo(500);
        assertThat(verdict.at("/limits/0/passes").asBoolean()).isFalse();
        assertThat(verdict.at("/refusal/code").asText()).isEqualTo("request_exceeds_limit");
    }

    @Test
    void countsEveryChoice() {
        var key = Key.with(Map.of("requests_per_minute", 2));

        var verdict = key.post(
                        "v1/chat/completions",
                        "{\"model\":\"openai/answer\",\"n\":3,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
                        "X-Dry-Run",
                        "true")
                .json();

        assertThat(verdict.path("choices").asInt()).isEqualTo(3);
        assertThat(verdict.at("/limits/0/wanted").asInt()).isEqualTo(3);
        assertThat(verdict.path("admitted").asBoolean()).isFalse();
    }

    @Test
    void namesTheFallbacksOfAnAlias() {
        var verdict = Server.post("chat", Json.object("prompt", "hi", "model", "steady"), "X-Dry-Run", "true")
                .json();

        assertThat(verdict.path("models"))
                .extracting(model -> model.asText())
                .containsExactly("nobody/answer", "openai/answer");
    }

    @Test
    void whatIsWrongIsToldAsEver() {
        assertThat(Server.post("chat", "{\"prompt\":\"\"}", "X-Dry-Run", "true").status())
                .isEqualTo(422);
        assertThat(Server.post("chat", Json.object("prompt", "hi", "model", "openai/"), "X-Dry-Run", "true")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", ""})
    void anUnclearWishIsRefusedRatherThanPaid(String value) {
        var answer = Server.post("chat", Json.object("prompt", "hi", "model", "openai/answer"), "X-Dry-Run", value);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("X-Dry-Run");
    }
}
