package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits as clients meet them, at every paid door. */
class LimitsIT extends Fixture {

    private static final String ASK = Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 10);

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void everyDoorTellsWhatIsLeftAndRefusesWhatIsTooMuch(String path, String body) {
        var key = Key.with(Map.of("requests_per_minute", 2, "tokens_per_minute", 100_000));

        // known vectors would take no place
        var first = key.post(path, body, "Cache-Control", "no-cache");
        var second = key.post(path, body, "Cache-Control", "no-cache");
        int paid = upstreamCalls();
        var refused = key.post(path, body, "Cache-Control", "no-cache");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("RateLimit-Policy"))
                .isEqualTo("\"requests\";q=2;w=60, \"tokens\";q=100000;w=60;qu=\"tokens\"");
        assertThat(first.header("RateLimit")).startsWith("\"requests\";r=1;t=");
        assertThat(second.header("RateLimit")).startsWith("\"requests\";r=0;t=");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(seconds(refused)).isBetween(1, 30);
        assertThat(refused.header("RateLimit")).isEqualTo("\"requests\";r=0;t=" + seconds(refused));
        assertThat(upstreamCalls()).isEqualTo(paid);
        boolean openAi = path.startsWith("v1/");
        assertThat(refused.body()).contains(openAi ? "rate_limit_exceeded" : "rate_limited", "2 requests per minute");
        assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo(openAi ? "2" : null);
        assertThat(first.header("x-ratelimit-remaining-requests")).isEqualTo(openAi ? "1" : null);
        assertThat(first.header("x-ratelimit-limit-tokens")).isEqualTo(openAi ? "100000" : null);
    }

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void answersToMistakesTellWhatIsLeftToo(String path, String body) {
        var key = Key.with(Map.of("requests_per_minute", 60));

        var answer = key.post(path, "{");

        assertThat(answer.status()).as(body).isEqualTo(400);
        assertThat(answer.header("RateLimit")).isEqualTo("\"requests\";r=60");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/responses/resp_x/approvals", "rag/documents", "rag/search", "v1/batches"})
    void whatMayCostSomethingLaterTellsWhatIsLeftToo(String path) {
        var answer = Key.with(Map.of("requests_per_minute", 60)).post(path, "{}");

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(answer.header("RateLimit")).startsWith("\"requests\";r=60");
    }

    @Test
    void aKeyWithoutLimitsHearsOfNone() {
        assertThat(Server.post("chat", ASK).header("RateLimit")).isNull();
    }

    @Test
    void exactlySoManyOfACrowdPass() {
        var key = Key.with(Map.of("requests_per_minute", 5));

        var statuses = IntStream.range(0, 60)
                .mapToObj(i -> Server.posting("chat", ASK, "Authorization", key.bearer()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(answer -> answer.statusCode())
                .toList();

        long passed = statuses.stream().filter(status -> status == 200).count();
        assertThat(upstreamCalls()).isEqualTo((int) passed);
        // one place comes back every 12 s, which a busy machine may need for sixty calls
        assertThat(passed).isBetween(5L, 7L);
        assertThat(statuses).containsOnly(200, 429);
    }

    @Test
    void tokensThatWereNotUsedAreGivenBack() {
        var key = Key.with(Map.of("tokens_per_minute", 5_000));
        var greedy = Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 4_000);

        for (int i = 0; i < 4; i++) {
            assertThat(key.post("chat", greedy).status()).isEqualTo(200);
        }
    }

    @Test
    void whatIsLargerThanTheLimitIsNotToldToComeBack() {
        var key = Key.with(Map.of("tokens_per_minute", 100));

        var answer = key.post("chat", Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 101));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asText()).isEqualTo("request_exceeds_limit");
        assertThat(answer.header("Retry-After")).isNull();
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aPlaceIsFreeWhenItsRunWasCancelled() {
        var key = Key.with(Map.of("concurrent_runs", 1));
        try (var stream = Server.stream(
                "chat",
                Json.object("prompt", "hi", "model", "openai/long", "stream", true),
                "Authorization",
                key.bearer())) {
            stream.next();
            var refused = key.post("chat", ASK);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("RateLimit-Policy")).isEqualTo("\"runs\";q=1;qu=\"concurrent-requests\"");
            assertThat(refused.body()).contains("1 runs at once");
        }

        await().until(() -> key.post("chat", ASK).status() == 200);
    }

    @Test
    void aPlaceIsFreeWhenItsCallFailed() {
        var key = Key.with(Map.of("concurrent_runs", 1));
        for (int i = 0; i < 3; i++) {
            assertThat(key.post("chat", Json.object("prompt", "hi", "model", "openai/refused"))
                            .status())
                    .isEqualTo(400);
        }

        assertThat(key.post("chat", ASK).status()).isEqualTo(200);
    }

    @Test
    void whatWasUsedCountsWhenTheLimitIsChanged() {
        var key = Key.with(Map.of("requests_per_minute", 2));
        key.post("chat", ASK);
        key.post("chat", ASK);
        assertThat(key.post("chat", ASK).status()).isEqualTo(429);

        Server.change("PATCH", "admin/keys/" + key.id(), Json.object("limits", Map.of("requests_per_minute", 3)));

        await().until(() -> key.post("chat", ASK).status() == 200);
        assertThat(key.post("chat", ASK).status()).isEqualTo(429);
    }

    @Test
    void openAisClientWaitsAndTriesAgain() {
        var key = Key.with(Map.of("requests_per_minute", 30));
        IntStream.range(0, 30).forEach(i -> key.post("chat", ASK));

        var answer = client(key, 4).chat().completions().create(question());

        assertThat(answer.choices().getFirst().message().content()).hasValue(HELLO);
    }

    @Test
    void openAisClientKnowsWhatItHasMet() {
        var key = Key.with(Map.of("requests_per_minute", 1));
        key.post("chat", ASK);

        assertThatThrownBy(() -> client(key, 0).chat().completions().create(question()))
                .isInstanceOf(RateLimitException.class);
    }

    private static OpenAIClient client(Key key, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(Server.BASE.resolve("v1").toString())
                .apiKey(key.text())
                .maxRetries(retries)
                .build();
    }

    private static ChatCompletionCreateParams question() {
        return ChatCompletionCreateParams.builder()
                .model("openai/answer")
                .addUserMessage("hi")
                .build();
    }

    private static int seconds(Server.Answer answer) {
        return Integer.parseInt(answer.header("Retry-After"));
    }
}
