package dev.parley.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** LangChain4j, with nothing changed but its base URL. */
class LangChainIT extends Fixture {

    private static final ToolSpecification WEATHER = ToolSpecification.builder()
            .name("get_weather")
            .description("Tells the weather")
            .build();

    @Test
    void chats() {
        assertThat(chat("openai/answer").chat("hi")).isEqualTo(HELLO);
    }

    @Test
    void streams() throws Exception {
        var listener = stream("openai/stream", ChatRequest.builder().messages(UserMessage.from("hi")));

        assertThat(listener.get(10, SECONDS).aiMessage().text()).isEqualTo(HELLO);
        assertThat(listener.get().tokenUsage().totalTokenCount()).isEqualTo(26);
    }

    @Test
    void callsTools() {
        var answer = chat("openai/tool")
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("weather?"))
                        .toolSpecifications(WEATHER)
                        .build());

        assertThat(answer.aiMessage().toolExecutionRequests())
                .hasSize(2)
                .first()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}"));
    }

    @Test
    void streamsToolCalls() throws Exception {
        var listener = stream(
                "openai/tool",
                ChatRequest.builder().messages(UserMessage.from("weather?")).toolSpecifications(WEATHER));

        assertThat(listener.get(10, SECONDS).aiMessage().toolExecutionRequests())
                .hasSize(2)
                .first()
                .satisfies(call -> assertThat(call.arguments()).isEqualTo("{\"city\":\"Oslo\"}"));
    }

    @Test
    void takesABrokenStreamForTheFailureItIs() {
        var listener = stream("openai/reset-after", ChatRequest.builder().messages(UserMessage.from("hi")));

        assertThatThrownBy(() -> listener.get(10, SECONDS)).isInstanceOf(ExecutionException.class);
    }

    @Test
    void namesAModelThatIsNot() {
        assertThatThrownBy(() -> chat("openai/nothing-like-it").chat("hi")).isInstanceOf(ModelNotFoundException.class);
    }

    private static OpenAiChatModel chat(String model) {
        return OpenAiChatModel.builder()
                .baseUrl(Server.BASE.resolve("v1").toString())
                .apiKey("any")
                .modelName(model)
                .maxRetries(0)
                .build();
    }

    private static CompletableFuture<ChatResponse> stream(String model, ChatRequest.Builder request) {
        var whole = new CompletableFuture<ChatResponse>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(Server.BASE.resolve("v1").toString())
                .apiKey("any")
                .modelName(model)
                .build()
                .chat(request.build(), new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(response);
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        return whole;
    }
}
