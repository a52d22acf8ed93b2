package dev.parley.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for Java, with nothing changed but its base URL. */
class OpenAiClientIT extends Fixture {

    private static final OpenAIClient CLIENT = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey("any")
            .maxRetries(0)
            .build();

    /** What the scripted upstream is asked to answer with. */
    public static class Person {
        public int age;
    }

    /** What the scripted upstream calls. */
    @com.fasterxml.jackson.annotation.JsonClassDescription("Tells the weather")
    public static class GetWeather {
        public String city;
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void chats() {
        var completion =
                CLIENT.chat().completions().create(asking("openai/answer").build());

        completion.validate();
        assertThat(completion.choices().getFirst().message().content()).contains(HELLO);
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(26);
    }

    @Test
    void streams() {
        var whole = ChatCompletionAccumulator.create();
        var params = asking("openai/stream")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();

        try (var stream = CLIENT.chat().completions().createStreaming(params)) {
            stream.stream().forEach(chunk -> whole.accumulate(chunk.validate()));
        }

        var completion = whole.chatCompletion();
        assertThat(completion.choices().getFirst().message().content()).contains(HELLO);
        assertThat(completion.usage().orElseThrow().totalTokens()).isEqualTo(26);
    }

    @Test
    void callsToolsAndAnswersThem() {
        var params = asking("openai/tool").addTool(GetWeather.class);
        var message = CLIENT.chat()
                .completions()
                .create(params.build())
                .choices()
                .getFirst()
                .message();
        var calls = message.toolCalls().orElseThrow();
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().asFunction().function().arguments(GetWeather.class).city)
                .isEqualTo("Oslo");

        params.model("openai/answer").addMessage(message);
        calls.forEach(call -> params.addMessage(ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content("rain")
                .build()));
        assertThat(CLIENT.chat()
                        .completions()
                        .create(params.build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .contains(HELLO);
        assertThat(Server.UPSTREAM
                        .lastRequest()
                        .json()
                        .at("/messages/3/content")
                        .asText())
                .isEqualTo("rain");
    }

    @Test
    void streamsToolCalls() {
        var whole = ChatCompletionAccumulator.create();
        try (var stream = CLIENT.chat()
                .completions()
                .createStreaming(asking("openai/tool").addTool(GetWeather.class).build())) {
            stream.stream().forEach(whole::accumulate);
        }

        var calls = whole.chatCompletion()
                .choices()
                .getFirst()
                .message()
                .toolCalls()
                .orElseThrow();
        assertThat(calls.getFirst().asFunction().function().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
        assertThat(calls.getLast().asFunction().function().name()).isEqualTo("get_time");
    }

    @Test
    void getsStructuredAnswersRepaired() {
        var params = asking("openai/odd-age").responseFormat(Person.class).build();

        var person = CLIENT.chat()
                .completions()
                .create(params)
                .choices()
                .getFirst()
                .message()
                .content();

        assertThat(person.orElseThrow().age).isEqualTo(7);
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void getsEmbeddings() {
        var answer = CLIENT.embeddings()
                .create(EmbeddingCreateParams.builder()
                        .model("openai/vectors")
                        .inputOfArrayOfStrings(List.of("a", "b"))
                        .build());

        assertThat(answer.data()).hasSize(2);
        assertThat(answer.data().getLast().embedding()).containsExactly(1.0f, 0.25f, -1.5e-3f);
    }

    @Test
    void listsModels() {
        assertThat(CLIENT.models().list().data()).anyMatch(model -> model.id().equals("offline/echo"));
    }

    @Test
    void leavingAStreamEndsTheUpstreamsToo() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();

        try (var stream = CLIENT.chat()
                .completions()
                .createStreaming(asking("openai/long").build())) {
            assertThat(stream.stream().limit(3)).hasSize(3);
        }

        await().atMost(5, SECONDS).until(() -> departures.getAsInt() == before + 1);
    }

    @Test
    void seesAStreamThatBreaksAsAFailure() {
        try (var stream = CLIENT.chat()
                .completions()
                .createStreaming(asking("openai/reset-after").build())) {
            assertThatThrownBy(() -> stream.stream().forEach(chunk -> {})).isInstanceOf(OpenAIException.class);
        }
    }

    @Test
    void retriesARateLimit() {
        var retrying = CLIENT.withOptions(options -> options.maxRetries(2));
        var params = asking("openai/rate-limited-once");

        assertThat(retrying.chat()
                        .completions()
                        .create(params.build())
                        .choices()
                        .getFirst()
                        .message()
                        .content())
                .contains(HELLO);
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void namesFailures() {
        assertThatThrownBy(() -> CLIENT.chat()
                        .completions()
                        .create(asking("openai/nothing-like-it").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        failure -> assertThat(failure.code()).contains("model_not_found"));
        assertThatThrownBy(() -> CLIENT.chat()
                        .completions()
                        .create(asking("openai/answer").n(1_000).build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        failure -> assertThat(failure.param()).contains("n"));
        assertThatThrownBy(() -> CLIENT.chat()
                        .completions()
                        .create(asking("openai/rate-limited-for-long").build()))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        failure -> assertThat(failure.headers().values("retry-after"))
                                .containsExactly("3600"));
    }

    private static ChatCompletionCreateParams.Builder asking(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("hi")
                .putAdditionalBodyProperty("min_p", JsonValue.from(0.1));
    }
}
