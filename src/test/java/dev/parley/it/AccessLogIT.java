package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One line for each request, found by its id, and nothing in it that a caller wrote. */
class AccessLogIT extends Fixture {

    private ServerLog log;

    @BeforeEach
    void readLog() {
        log = ServerLog.fromNow();
    }

    @Test
    void anAnswerLeavesOneLineWithItsTokens() {
        Server.post(
                "chat?secret=zyzzyva",
                Json.object("prompt", "zyzzyva", "model", "offline/echo"),
                "X-Request-Id",
                "log-1");

        assertThat(accessLine("log-1"))
                .startsWith("POST /parley/chat status=200 duration_ms=")
                .contains(" model=offline/echo prompt_tokens=")
                .contains(" completion_tokens=")
                .doesNotContain("zyzzyva");
    }

    @Test
    void aStreamLeavesItsLineWhenItEnds() {
        try (var stream = Server.stream(
                "chat",
                Json.object("prompt", "a b c", "model", "offline/slow", "stream", true),
                "X-Request-Id",
                "log-2")) {
            stream.next("delta");
            assertThat(lines("log-2")).isEmpty();
            stream.rest();
        }
        assertThat(accessLine("log-2")).contains(" status=200 ").contains(" completion_tokens=");
    }

    @Test
    void aRefusalLeavesItsLineToo() {
        Server.post("chat", "{\"prompt\":", "X-Request-Id", "log-3");

        assertThat(accessLine("log-3"))
                .matches("POST /parley/chat status=400 duration_ms=\\d+ key=admin request_id=log-3");
    }

    @Test
    void aCallersTraceIsInTheLine() {
        Server.post(
                "chat",
                Json.object("prompt", "x", "model", "offline/echo"),
                "X-Request-Id",
                "log-4",
                "traceparent",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        accessLine("log-4");
        assertThat(lines("log-4").getFirst().path("ext_trace_id").asText())
                .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    private String accessLine(String request) {
        await().until(() -> !lines(request).isEmpty());
        assertThat(lines(request)).hasSize(1);
        return lines(request).getFirst().path("message").asText();
    }

    private List<JsonNode> lines(String request) {
        return log.lines().stream()
                .filter(line -> "parley.access".equals(line.path("module").asText()))
                .filter(line -> request.equals(line.path("ext_request_id").asText()))
                .toList();
    }
}
