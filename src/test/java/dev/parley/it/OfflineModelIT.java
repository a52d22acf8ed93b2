package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The model in the server, by OpenAI's own Java client, which asks for base64. */
class OfflineModelIT extends Fixture {

    private static final String MODEL = "offline/all-minilm-l6-v2";

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey(Server.KEY)
            .maxRetries(0)
            .build();

    @Test
    void textsOfLikeMeaningHaveLikeVectors() {
        var answer = embed(
                "How do I get my money back?", "Refunds are paid within ten days.", "The tide turns twice a day.");

        assertThat(answer.model()).isEqualTo(MODEL);
        assertThat(answer.data()).hasSize(3);
        assertThat(answer.data().getFirst().embedding()).hasSize(384);
        assertThat(likeness(answer, 0, 1)).isGreaterThan(likeness(answer, 0, 2) + 0.2);
        assertThat(likeness(answer, 0, 0)).isCloseTo(1, within(1e-4));
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void countsWhatTheModelHasReadAndAsksNoMoneyForIt() {
        assertThat(embed("word ".repeat(2_000)).usage().promptTokens()).isEqualTo(256);

        var calls = Server.get("admin/usage/calls?model=" + MODEL).json().path("data");
        assertThat(calls.get(0).path("input_tokens").asInt()).isEqualTo(256);
        assertThat(calls.get(0).path("cost_micro_dollars").asLong(-1)).isZero();
    }

    @Test
    void theModelIsListedAndWhatItCanNotDoIsTold() {
        assertThat(Server.get("v1/models").json().path("data").findValuesAsText("id"))
                .contains(MODEL);
        var talk = Server.post("chat", "{\"model\":\"%s\",\"prompt\":\"hi\"}".formatted(MODEL));
        assertThat(talk.status()).isEqualTo(404);
        var shorter =
                Server.post("v1/embeddings", "{\"model\":\"%s\",\"input\":\"a\",\"dimensions\":3}".formatted(MODEL));
        assertThat(shorter.status()).isEqualTo(400);
        assertThat(shorter.json().at("/error/message").asText()).contains("384");
    }

    private CreateEmbeddingResponse embed(String... texts) {
        return client.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model(MODEL)
                        .inputOfArrayOfStrings(List.of(texts))
                        .build());
    }

    private static double likeness(CreateEmbeddingResponse answer, int one, int other) {
        var a = answer.data().get(one).embedding();
        var b = answer.data().get(other).embedding();
        return IntStream.range(0, a.size())
                .mapToDouble(i -> a.get(i) * b.get(i))
                .sum();
    }
}
