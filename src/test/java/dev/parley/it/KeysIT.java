package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody generates anything without a key. */
class KeysIT extends Fixture {

    private static final String ASK = Json.object("prompt", "hi", "model", "openai/answer");

    @AfterEach
    void noRefusedCallWasPaid() {
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "runs/run_x", "nothing-here", "error-page", "admin/keys", "health/ready/", ""})
    void everyPathAsksForAKey(String path) {
        var answer = anonymous(path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo("unauthorized");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void underV1TheRefusalIsOpenAis() {
        var answer = anonymous("v1/chat/completions");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void aWrongKeyIsRefusedAndNotRepeated() {
        var answer = Server.post("chat", ASK, "Authorization", "Bearer zyzzyva");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("zyzzyva");
    }

    /** Without a key. */
    private static Server.Answer anonymous(String path) {
        return Server.send(HttpRequest.newBuilder(Server.BASE.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ASK)));
    }
}
