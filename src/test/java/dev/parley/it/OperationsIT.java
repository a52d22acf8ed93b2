package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

/** What those who run the server look at. */
class OperationsIT extends Fixture {

    @Test
    void tellsWhetherItLivesIsReadyAndHasStarted() {
        for (var check : new String[] {"live", "ready", "started"}) {
            var answer = Server.get(root("/health/" + check));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("status").asText()).isEqualTo("UP");
        }
    }

    @Test
    void takesOverARequestIdThatIsSafeAndReplacesOthers() {
        assertThat(Server.post("chat", Json.object("prompt", "hi"), "X-Request-Id", "my-id.1")
                        .header("x-request-id"))
                .isEqualTo("my-id.1");
        assertThat(Server.post("chat", Json.object("prompt", "hi"), "X-Request-Id", "not safe!")
                        .header("x-request-id"))
                .startsWith("req_");
    }

    private static String root(String path) {
        return URI.create("http://localhost:" + Server.PORT + path).toString();
    }
}
