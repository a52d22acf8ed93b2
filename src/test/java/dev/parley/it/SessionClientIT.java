package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponsesClientEvent;
import org.junit.jupiter.api.Test;

/** OpenAI's own client over its own WebSocket. */
class SessionClientIT extends Fixture {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey(Server.KEY)
            .maxRetries(0)
            .build();

    @Test
    void holdsAConversationOfTurnsThatAreNotStored() {
        try (var connection = client.responses().connect()) {
            connection.send(ResponsesClientEvent.ofResponseCreate(turn("one").build()));
            var first = connection.finalResponse();
            assertThat(first.status()).contains(ResponseStatus.COMPLETED);

            connection.send(ResponsesClientEvent.ofResponseCreate(
                    turn("two").previousResponseId(first.id()).build()));
            var second = connection.finalResponse();

            assertThat(second.previousResponseId()).contains(first.id());
            assertThat(Server.UPSTREAM.lastRequest().json().toString())
                    .contains("one")
                    .contains("two");
        }
    }

    @Test
    void readsErrorsAsEvents() {
        try (var connection = client.responses().connect()) {
            connection.send(ResponsesClientEvent.ofResponseCreate(
                    turn("hi").previousResponseId("resp_unknown").build()));

            var event = connection.receive();

            assertThat(event.isError()).isTrue();
            assertThat(event.asError().error().code()).contains("previous_response_not_found");
            assertThat(event.asError().status()).contains(400L);
        }
    }

    private static ResponsesClientEvent.ResponseCreate.Builder turn(String input) {
        return ResponsesClientEvent.ResponseCreate.builder()
                .model("openai/echo")
                .input(input)
                .store(false);
    }
}
