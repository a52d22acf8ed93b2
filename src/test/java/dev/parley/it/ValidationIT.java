package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is refused with its name and its limit, and no provider hears of it. */
class ValidationIT extends Fixture {

    @AfterEach
    void noProviderHeardOfIt() {
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat | {'model':'openai/answer'} | prompt | required",
                "chat | {'prompt':' ','model':'openai/answer'} | prompt | blank",
                "chat | {'prompt':'x\\u0000','model':'openai/answer'} | prompt | U+0000",
                "chat | {'prompt':'x','model':'openai/answer','temperature':2.1} | temperature | 2",
                "chat | {'prompt':'x','model':'openai/answer','temperature':-1} | temperature | 0",
                "chat | {'prompt':'x','model':'openai/answer','max_tokens':0} | max_tokens | 1",
                "chat | {'prompt':'x','model':'openai/answer','max_tokens':16385} | max_tokens | 16384",
                "chat | {'prompt':'x','model':'openai/answer','max_tokens':'12'} | max_tokens | number",
                "chat | {'prompt':'x','model':'openai/answer','stream':'yes'} | stream | true or false",
                "chat | {'prompt':'x','model':'openai/answer','on_disconnect':'wait'} | on_disconnect | continue",
                "chat | {'prompt':['x'],'model':'openai/answer'} | prompt | string",
                "conversation | {'messages':[],'model':'openai/answer'} | messages | 50",
                "conversation | {'model':'openai/answer'} | messages | required",
                "conversation | {'messages':[{'role':'user','content':''}],'model':'openai/answer'} | messages[0].content | blank",
                "conversation | {'messages':[{'role':'user','content':'x'},{'content':'y'}],'model':'openai/answer'} | messages[1].role | required",
                "conversation | {'messages':[{'role':'robot','content':'x'}],'model':'openai/answer'} | messages[0].role | user",
                "conversation | {'messages':[null],'model':'openai/answer'} | messages[0] | required",
            })
    void namesTheFieldAndItsLimit(String path, String body, String field, String limit) {
        var answer = Server.post(path, body.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo("invalid_request");
        assertThat(StreamSupport.stream(answer.json().path("errors").spliterator(), false))
                .anySatisfy(error -> {
                    assertThat(error.path("field").asText()).isEqualTo(field);
                    assertThat(error.path("message").asText()).containsIgnoringCase(limit);
                });
    }

    @Test
    void namesEveryFieldAtOnce() {
        var answer =
                Server.post("chat", "{\"prompt\":\"\",\"temperature\":3,\"max_tokens\":0,\"model\":\"openai/answer\"}");

        assertThat(answer.json().path("errors")).hasSize(3);
    }

    @Test
    void refusesAPromptThatIsTooLongAndDoesNotRepeatIt() {
        var answer = Server.post("chat", Json.object("prompt", "x".repeat(32_001), "model", "openai/answer"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("32000").doesNotContain("xxxx");
    }

    @Test
    void refusesTooManyMessages() {
        var message = "{\"role\":\"user\",\"content\":\"x\"},";
        var body =
                "{\"model\":\"openai/answer\",\"messages\":[" + message.repeat(50) + message.replace("},", "}") + "]}";

        var answer = Server.post("conversation", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("messages").contains("50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"prompt\":\"x\"",
                "nonsense",
                "{\"prompt\":\"x\"}}",
                "{\"prompt\":\"x\",\"prompt\":\"y\"}",
                "{'prompt':'x'}",
            })
    void refusesWhatIsNotJson(String body) {
        var answer = Server.post("chat", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void refusesInvalidUtf8AndRawNul() {
        for (var bad : new byte[][] {{(byte) 0xC3, (byte) 0x28}, {0}, {(byte) 0xFF}}) {
            var head = "{\"model\":\"openai/answer\",\"prompt\":\"x".getBytes(StandardCharsets.UTF_8);
            var body = new byte[head.length + bad.length + 2];
            System.arraycopy(head, 0, body, 0, head.length);
            System.arraycopy(bad, 0, body, head.length, bad.length);
            body[body.length - 2] = '"';
            body[body.length - 1] = '}';

            assertThat(Server.post("chat", body).status()).isEqualTo(400);
        }
    }

    @Test
    void refusesDeepNesting() {
        var deep = "{\"prompt\":\"x\",\"model\":\"openai/answer\",\"y\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(Server.post("chat", deep).status()).isEqualTo(400);
    }

    @Test
    void refusesABodyOfTenMegabytes() {
        var answer = Server.post("chat", Json.object("prompt", "x".repeat(10_000_000), "model", "openai/answer"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asText()).isEqualTo("payload_too_large");
    }

    @Test
    void refusesAnotherMethodAndAnotherType() {
        assertThat(Server.get("chat").status()).isEqualTo(405);
        assertThat(Server.get("chat").header("allow")).contains("POST");
        var answer = Server.post("chat", "prompt=x", "Content-Type", "text/plain");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void refusesAnUnknownPathInTheSameShape() {
        var answer = Server.get("nowhere");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asText()).isEqualTo("not_found");
    }

    @Test
    void refusesAnUnknownModelAndNamesTheKnown() {
        var answer = Server.post("chat", Json.object("prompt", "x", "model", "offline/nonsense"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asText()).isEqualTo("model_not_found");
        assertThat(answer.body()).contains("offline/echo").contains("openai/*").contains("steady");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon"})
    void refusesATimeoutThatIsNone(String millis) {
        var answer =
                Server.post("chat", Json.object("prompt", "x", "model", "openai/answer"), "Request-Timeout-Ms", millis);

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void aStreamThatIsRefusedHasItsRealStatus() {
        try (var stream = Server.stream("chat", "{\"prompt\":\"\",\"model\":\"openai/answer\",\"stream\":true}")) {
            assertThat(stream.status()).isEqualTo(422);
            assertThat(stream.header("content-type")).isEqualTo("application/problem+json");
        }
    }

    @Test
    void survivesAThousandGarbageRequestsAtOnce() {
        var garbage = new String[] {"{", "{\"prompt\":1}", "\u0000", "[".repeat(2_000), "{\"prompt\":\"\"}"};
        var answers = IntStream.range(0, 1_000)
                .mapToObj(i -> Server.posting("chat", garbage[i % garbage.length]))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isBetween(400, 422));
        assertThat(Server.post("chat", Json.object("prompt", "x", "model", "offline/echo"))
                        .json()
                        .path("content")
                        .asText())
                .isEqualTo("x");
    }
}
