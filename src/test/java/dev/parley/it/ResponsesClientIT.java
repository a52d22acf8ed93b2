package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client speaks to {@code /v1/responses} and finds what it expects. */
class ResponsesClientIT extends Fixture {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey(Server.KEY)
            .maxRetries(0)
            .build();

    @Test
    void creates() {
        var response = client.responses().create(ask("openai/answer").build());

        assertThat(response.validate().status()).contains(ResponseStatus.COMPLETED);
        assertThat(text(response)).isEqualTo(HELLO);
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(20);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void streams() {
        var accumulator = ResponseAccumulator.create();
        var deltas = new StringBuilder();
        var numbers = new ArrayList<Long>();

        try (var stream =
                client.responses().createStreaming(ask("openai/stream").build())) {
            stream.stream().forEach(event -> {
                accumulator.accumulate(event);
                event.outputTextDelta().ifPresent(delta -> {
                    deltas.append(delta.delta());
                    numbers.add(delta.sequenceNumber());
                });
            });
        }

        assertThat(deltas).hasToString(HELLO);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        assertThat(text(accumulator.response())).isEqualTo(HELLO);
    }

    @Test
    void streamsToolCallsAndReasoning() {
        var calling = ask("openai/tool")
                .addTool(com.openai.models.responses.FunctionTool.builder()
                        .name("get_weather")
                        .parameters(com.openai.models.responses.FunctionTool.Parameters.builder()
                                .build())
                        .strict(false)
                        .build())
                .addTool(com.openai.models.responses.FunctionTool.builder()
                        .name("get_time")
                        .parameters(com.openai.models.responses.FunctionTool.Parameters.builder()
                                .build())
                        .strict(false)
                        .build())
                .build();

        var called = completed(calling);
        assertThat(called.output().stream().flatMap(item -> item.functionCall().stream()))
                .extracting(call -> call.name() + call.arguments())
                .containsExactly("get_weather{\"city\":\"Oslo\"}", "get_time{}");

        var thought = completed(ask("openai/reasoning").build());
        assertThat(thought.output().getFirst().asReasoning().content().orElseThrow())
                .extracting(thinking -> thinking.text())
                .containsExactly("Let me think.");
    }

    @Test
    void goesOnFromAStoredResponse() {
        var first = client.responses().create(ask("openai/answer").build());

        var second = client.responses()
                .create(ask("openai/echo")
                        .previousResponseId(first.id())
                        .input("And now?")
                        .build());

        assertThat(text(second)).isEqualTo("And now?");
        var seen = Server.UPSTREAM.lastRequest().json().toString();
        assertThat(seen).contains("\"hello\"").contains(HELLO).contains("And now?");
        assertThat(client.responses().inputItems().list(second.id()).autoPager().stream()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void answersInTheBackground() {
        var queued =
                client.responses().create(ask("openai/drip").background(true).build());
        assertThat(queued.status()).contains(ResponseStatus.QUEUED);

        await().until(() ->
                client.responses().retrieve(queued.id()).status().orElseThrow().equals(ResponseStatus.COMPLETED));
        assertThat(text(client.responses().retrieve(queued.id()))).isEqualTo("word ".repeat(10));
    }

    @Test
    void cancelsInTheBackground() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        var queued =
                client.responses().create(ask("openai/long").background(true).build());
        await().until(() -> Server.UPSTREAM.calls() > 0
                && client.responses()
                        .retrieve(queued.id())
                        .status()
                        .orElseThrow()
                        .equals(ResponseStatus.IN_PROGRESS));

        var cancelled = client.responses().cancel(queued.id());

        assertThat(cancelled.status()).contains(ResponseStatus.CANCELLED);
        await().until(() -> departures.getAsInt() == before + 1);
        assertThat(client.responses().cancel(queued.id()).status()).contains(ResponseStatus.CANCELLED);
    }

    @Test
    void deletes() {
        var response = client.responses().create(ask("openai/answer").build());

        client.responses().delete(response.id());

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.responses().retrieve(response.id()));
    }

    @Test
    void whatIsNotStoredIsNotFound() {
        var response =
                client.responses().create(ask("openai/answer").store(false).build());

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.responses().retrieve(response.id()));
    }

    @Test
    void anUnknownPreviousResponseIsToldAsOpenAiDoes() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> client.responses()
                        .create(ask("openai/answer")
                                .previousResponseId("resp_nope")
                                .build()));
        assertThat(upstreamCalls()).isZero();
    }

    private Response completed(ResponseCreateParams params) {
        try (var stream = client.responses().createStreaming(params)) {
            return stream.stream()
                    .flatMap(event -> event.completed().stream())
                    .map(com.openai.models.responses.ResponseCompletedEvent::response)
                    .collect(Collectors.toList())
                    .getFirst();
        }
    }

    private static ResponseCreateParams.Builder ask(String model) {
        return ResponseCreateParams.builder().model(model).input("hello");
    }

    private static String text(Response response) {
        return response.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .map(part -> part.asOutputText().text())
                .collect(Collectors.joining());
    }
}
