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
    void halfACharacterWaitsForItsOtherHalf() throws Exception {
        var halves = read(frame.around("a\ud83c")) + read(frame.around("\udf0db"));

        assertThat(halves).isEqualTo("a🌍b");
        assertThat(read(frame.around("\udf0d\ud83c"))).isEqualTo("\udf0d\ud83c");
    }

    @Test
    void aNumberMayComeBeforeTheText() {
        var numbered = new TextFrame("{\"number\":", ",\"text\":\"", "\"}");

        assertThat(new String(numbered.around(42, "Hi\n"), StandardCharsets.UTF_8))
                .isEqualTo("{\"number\":42,\"text\":\"Hi\\n\"}");
    }

    private static String read(byte[] event) throws Exception {
        return Json.MAPPER
                .readTree(new String(event, StandardCharsets.UTF_8).substring(6))
                .get("text")
                .textValue();
    }
}
