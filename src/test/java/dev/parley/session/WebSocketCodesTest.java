package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketCodesTest {

    @Test
    void keepsWhatFits() {
        assertThat(WebSocketCodes.reason("")).isEmpty();
        assertThat(WebSocketCodes.reason("x".repeat(123))).hasSize(123);
    }

    @Test
    void cutsAfter123Bytes() {
        assertThat(WebSocketCodes.reason("x".repeat(124))).isEqualTo("x".repeat(123));
        assertThat(WebSocketCodes.reason("ä".repeat(100))).isEqualTo("ä".repeat(61));
    }

    @Test
    void cutsNoCharacterInTwo() {
        for (int before = 0; before < 4; before++) {
            var reason = WebSocketCodes.reason("x".repeat(before) + "😀".repeat(40));

            assertThat(reason).matches("x*(😀)*");
            assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(120, 123);
        }
    }
}
