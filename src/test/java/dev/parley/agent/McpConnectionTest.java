package dev.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
