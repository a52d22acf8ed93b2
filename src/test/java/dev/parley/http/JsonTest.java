package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    enum Colour {
        RED,
        BLUE
    }

    record Thing(
            String name,
            Integer count,
            Double size,
            Boolean round,
            Colour colour,
            List<String> tags,
            @JsonProperty("max_age") Integer maxAge) {}

    private static Thing read(String json) throws JsonProcessingException {
        return Json.MAPPER.readValue(json, Thing.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":12}",
                "{\"name\":1.5}",
                "{\"name\":true}",
                "{\"name\":[\"x\"]}",
                "{\"count\":\"12\"}",
                "{\"count\":1.5}",
                "{\"count\":1.0}",
                "{\"count\":true}",
                "{\"count\":\"\"}",
                "{\"count\":2147483648}",
                "{\"size\":\"0.5\"}",
                "{\"size\":NaN}",
                "{\"round\":\"true\"}",
                "{\"round\":1}",
                "{\"colour\":0}",
                "{\"colour\":\"GREEN\"}",
                "{\"tags\":\"x\"}",
                "[]",
                "\"\"",
            })
    void takesNoValueForAnotherType(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"other\":{\"x\":1,\"x\":2}}",
                "{\"name\":\"a\"} {}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\"",
                "{'name':'a'}",
                "{name:\"a\"}",
                "{\"name\":\"a\",}",
                "{\"name\":\"a\u0000\"}",
                "// hi\n{}",
            })
    void refusesWhatIsNotExactlyOneDocument(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void takesAWholeNumberWhereAFractionMayStand() throws JsonProcessingException {
        assertThat(read("{\"size\":1}").size()).isEqualTo(1.0);
    }

    @Test
    void ignoresWhatItDoesNotKnow() throws JsonProcessingException {
        assertThat(read("{\"later\":{\"deep\":[1,2]},\"name\":\"a\",\"max_age\":3}"))
                .isEqualTo(new Thing("a", null, null, null, null, null, 3));
    }

    @Test
    void omitsNulls() {
        assertThat(Json.text(new Thing("a", null, null, null, null, null, 3)))
                .isEqualTo("{\"name\":\"a\",\"max_age\":3}");
    }

    @Test
    void boundsTheDepth() throws JsonProcessingException {
        assertThat(read("{\"x\":" + "[".repeat(99) + "]".repeat(99) + "}")).isNotNull();
        assertThatThrownBy(() -> read("{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void readsUtf8Only() {
        byte[] latin1 = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xe9, '"', '}'};
        byte[] nuls = {0, 0, 0, '{', 0, 0, 0, '}'};

        assertThatThrownBy(() -> Json.MAPPER.readValue(latin1, Thing.class))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.MAPPER.readValue(nuls, Thing.class)).isInstanceOf(JsonProcessingException.class);
    }
}
