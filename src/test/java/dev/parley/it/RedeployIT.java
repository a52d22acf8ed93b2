package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The application stopped and started again and again in one process, as a server does when its WAR is replaced. */
@Tag("long")
class RedeployIT {

    private static final int TIMES = 4;
    private static final String VECTOR = Json.object("model", "offline/all-minilm-l6-v2", "input", "hello");
    private static final String RESPONSE = Json.object("model", "offline/echo", "input", "hello");

    @Test
    @Timeout(600)
    @Execution(ExecutionMode.CONCURRENT)
    void eachTimeItWorksAsAtFirst() {
        try (var server = OwnServer.start("parleyRedeploy", Map.of())) {
            server.post("rag/documents", Json.object("id", "tower", "content", "The tower is twelve metres high."));
            works(server);
            for (int time = 1; time <= TIMES; time++) {
                server.redeploy();
                works(server);
            }
            server.redeploy(); // and stopped again as soon as it has started
            server.redeploy();
            works(server);

            assertThat(server.log()).doesNotContain("CWWKD1095E", "UnsatisfiedLinkError", "already loaded");
        }
    }

    /** The database, the embedding model's native code, and the index whose folder the application before must have let go. */
    private static void works(OwnServer server) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(server.post("v1/responses", RESPONSE).statusCode())
                                .isEqualTo(200));
        assertThat(server.post("v1/embeddings", VECTOR).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(
                                server.post("rag/search", Json.object("query", "tower", "mode", "keyword"))
                                        .body())
                        .contains("twelve metres"));
    }
}
