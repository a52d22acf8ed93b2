package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": [1, 2.50,\t\"\u00e9\ud83d\ude00\"] }",
                "[ ]",
                "\"a \\\" text\"",
                "-1.50E+3",
                "12",
                "true"
            })
    void copiesAValueByteByByte(String value) throws IOException {
        var bytes = ("xx{\"\u00e9\": " + value + ",\"b\":1}").getBytes(StandardCharsets.UTF_8);
        try (var json = WireJson.FACTORY.createParser(bytes, 2, bytes.length - 2)) {
            json.nextToken();
            json.nextFieldName();

            assertThat(WireJson.raw(json, bytes, 2)).isEqualTo(value);
            assertThat(json.nextFieldName()).isEqualTo("b");
        }
    }

    @Test
    void takesValuesOfAnotherTypeForAbsentAndGoesPastThem() throws IOException {
        try (var json =
                WireJson.FACTORY.createParser("[{\"x\":[1]}, 7, [2], \"8\", 1.5, 99999999999, 9, null, [3], 4]")) {
            json.nextToken();

            assertThat(WireJson.text(json)).isNull();
            assertThat(WireJson.text(json)).isNull();
            assertThat(WireJson.integer(json, -1)).isEqualTo(-1);
            assertThat(WireJson.integer(json, -1)).isEqualTo(-1);
            assertThat(WireJson.integer(json, -1)).isEqualTo(-1);
            assertThat(WireJson.integer(json, -1)).isEqualTo(-1);
            assertThat(WireJson.integer(json, -1)).isEqualTo(9);
            assertThat(WireJson.scalar(json)).isNull();
            assertThat(WireJson.scalar(json)).isNull();
            assertThat(WireJson.scalar(json)).isEqualTo("4");
        }
    }

    @Test
    void writesHalfASurrogatePairAsAQuestionMark() {
        var bytes = WireJson.bytes(json -> json.writeString("a\ud83d\u00e9\ude00"));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("\"a?\u00e9?\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|true",
                "{\"a\":{}} |true",
                "[]|false",
                "{} {}|false",
                "{\"a\":|false",
                "x|false",
                "''|false",
                "1|false"
            })
    void knowsAWholeObject(String text, boolean object) {
        assertThat(WireJson.isObject(text)).isEqualTo(object);
    }
}
