package dev.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class McpConnectionTest {

    private static McpDesk desk;

    @BeforeAll
    static void start() {
        desk = McpDesk.start();
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void toolsOfAServerJoinUnderItsLabel() throws ToolFailure {
        var offers = offers(new ToolWish.Mcp("tools[0]", "desk", null, List.of("fail")), "allow", "add,fail");

        assertThat(offers.keySet()).containsExactlyInAnyOrder("desk__add", "desk__fail");
        assertThat(offers.get("desk__fail").asksFirst()).isTrue();
        var add = offers.get("desk__add");
        assertThat(add.asksFirst()).isFalse();
        assertThat(add.tool().spec().parameters()).contains("\"integer\"");
        assertThat(add.tool().call("{\"a\":2,\"b\":3}", null).text()).isEqualTo("the sum is 5");
    }

    @Test
    void whatFailsThereIsAFailureHere() {
        var fail = offers(new ToolWish.Mcp("tools[0]", "desk", List.of("fail"), List.of()))
                .get("desk__fail");

        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> fail.tool().call("{}", null));
    }

    @Test
    void anAnswerBeyondItsBoundIsAFailure() {
        var huge = offers(new ToolWish.Mcp("tools[0]", "desk", List.of("huge"), List.of()))
                .get("desk__huge");

        assertThatExceptionOfType(ToolFailure.class)
                .isThrownBy(() -> huge.tool().call("{}", null));
        var add = offers(new ToolWish.Mcp("tools[0]", "desk", List.of("add"), List.of()));
        assertThat(add).as("the server is asked again").hasSize(1);
    }

    @Test
    void aCallThatIsGivenUpDisturbsNoOtherOne() throws Exception {
        try (var own = McpDesk.start();
                var connection = connection(own.port(), "30s");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var good = threads.submit(() -> connection.call("slow", "{}"));
            await().until(() -> own.done().contains("slow"));

            var hanging = threads.submit(() -> connection.call("hang", "{}"));
            await().until(() -> own.done().contains("hang"));
            hanging.cancel(true);

            assertThat(connection.call("add", "{\"a\":1,\"b\":1}")).isEqualTo("the sum is 2");
            assertThat(good.get()).isEqualTo("at last");
        }
    }

    @Test
    void callsThatHangLeaveNothingBehind() {
        try (var own = McpDesk.start();
                var wire = Wire.to(own.port());
                var connection = connection(wire.port(), "3s")) {
            assertThat(connection.tools()).isNotEmpty();
            long selectors = selectors();

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 10; i++) {
                    threads.execute(() -> assertThatExceptionOfType(ToolFailure.class)
                            .isThrownBy(() -> connection.call("hang", "{}")));
                }
            }

            assertThat(own.done().stream().filter("hang"::equals)).hasSize(10);
            await().untilAsserted(() -> {
                assertThat(wire.open()).as("some wait to be used again").isLessThanOrEqualTo(3);
                assertThat(selectors()).isLessThanOrEqualTo(selectors);
            });
        }
    }

    /** Threads of the JDK's HTTP clients. */
    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .count();
    }

    private static McpConnection connection(int port, String timeout) {
        return new McpConnection(McpSettings.readAll(Settings.of(Map.of(
                        "parley.mcp",
                        "desk",
                        "parley.mcp.desk.url",
                        "http://127.0.0.1:" + port + "/mcp",
                        "parley.mcp.desk.timeout",
                        timeout)))
                .getFirst());
    }

    @Test
    void onlyWhatIsAllowedIsOffered() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() ->
                        offers(new ToolWish.Mcp("tools[0]", "desk", List.of("hidden"), List.of()), "allow", "add"))
                .withMessageContaining("allowed_tools");
    }

    @Test
    void aServerThatIsAwayIsUnreachable() {
        var away = McpSettings.readAll(
                Settings.of(Map.of("parley.mcp", "away", "parley.mcp.away.url", "http://127.0.0.1:1/mcp")));
        try (var connection = new McpConnection(away.getFirst())) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(connection::tools)
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE));
        }
    }

    @Test
    void namesThatDontFitAreShortened() {
        assertThat(ToolNames.of("desk", "a".repeat(80))).hasSize(64).startsWith("desk__a");
        assertThat(ToolNames.of("desk", "a.b")).matches("desk__a_b_[0-9a-f]+");
        assertThat(ToolNames.of("desk", "a.b")).isNotEqualTo(ToolNames.of("desk", "a/b"));
    }

    private static Map<String, Toolbox.Offer> offers(ToolWish.Mcp wish, String... more) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("parley.mcp", "desk");
        settings.put("parley.mcp.desk.url", desk.url());
        settings.put("parley.mcp.desk.max-response", "1000000");
        for (int i = 0; i < more.length; i += 2) {
            settings.put("parley.mcp.desk." + more[i], more[i + 1]);
        }
        var servers = new McpServers();
        servers.settings = Settings.of(settings);
        servers.configure();
        var offers = new LinkedHashMap<String, Toolbox.Offer>();
        servers.offer(wish, offers);
        return offers;
    }
}
