package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamChoiceTest {

    private static final String ANYTHING = "*/*";
    private static final String EVENTS = "text/html, Text/Event-Stream;q=0.9, */*";

    @Test
    void concernsExactlyTheTwoNativePaths() {
        assertThat(StreamChoice.concerns("POST", "/chat")).isTrue();
        assertThat(StreamChoice.concerns("POST", "/conversation")).isTrue();
        assertThat(StreamChoice.concerns("GET", "/chat")).isFalse();
        assertThat(StreamChoice.concerns("POST", "/chat/")).isFalse();
        assertThat(StreamChoice.concerns("POST", "/v1/chat/completions")).isFalse();
    }

    @Test
    void theBodyDecides() {
        assertThat(chosen("/chat", "{\"prompt\":\"x\",\"stream\":true}", ANYTHING))
                .isEqualTo("text/event-stream");
        assertThat(chosen("/conversation", "{\"stream\":false}", EVENTS)).isEqualTo("application/json");
    }

    @Test
    void onlyTheTopLevelCounts() {
        assertThat(chosen("/chat", "{\"a\":{\"stream\":true},\"b\":[{\"stream\":true}],\"c\":\"stream\"}", ANYTHING))
                .isEqualTo("application/json");
    }

    @Test
    void acceptDecidesWhereTheBodyDoesNotSay() {
        assertThat(chosen("/chat", "{}", EVENTS)).isEqualTo("text/event-stream");
        assertThat(chosen("/chat", "{\"stream\":null}", EVENTS)).isEqualTo("text/event-stream");
    }

    @Test
    void thePathDecidesWhereNeitherDoes() {
        assertThat(chosen("/chat", "{}", ANYTHING)).isEqualTo("application/json");
        assertThat(chosen("/chat", "{}", null)).isEqualTo("application/json");
        assertThat(chosen("/conversation", "{}", ANYTHING)).isEqualTo("text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":", "nonsense", "[]", "null", "{\"stream\":1}", "{\"stream\":\"true\"}"})
    void leavesWhatIsWrongToTheJsonMethod(String body) {
        assertThat(chosen("/conversation", body, EVENTS)).isEqualTo("application/json");
    }

    private static String chosen(String path, String json, String accept) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var soon = Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM);
        var body = Body.read(new ByteArrayInputStream(bytes), bytes.length, 1_000, soon);
        return StreamChoice.mediaType(path, body, accept);
    }
}
