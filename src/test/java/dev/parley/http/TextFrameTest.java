package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFrameTest {

    private final TextFrame frame = new TextFrame("data: {\"text\":\"", "\"}\n\n");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "",
                "\"quoted\" and \\ back",
                "\b\t\n\f\r\u0000\u001f\u007f",
                "Grüße, κόσμε, 世界",
                "🌍 and 👩‍👩‍👧",
                "data: [DONE]\n\n\u2028"
            })
    void isReadBackAsItWas(String text) throws Exception {
        var json = new String(frame.around(text), StandardCharsets.UTF_8);

        assertThat(json).startsWith("data: {").endsWith("}\n\n");
        assertThat(json.strip().lines()).hasSize(1);
        assertThat(Json.MAPPER.readTree(json.substring(6)).get("text").textValue())
                .isEqualTo(text);
    }

    @Test
    void halfACharacterBecomesAQuestionMark() {
        assertThat(new String(frame.around("a\ud83cb\udf0d"), StandardCharsets.UTF_8))
                .contains("\"a?b?\"");
    }
}
