package dev.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSchemasTest {

    @Test
    void parametersBecomeASchemaRecordsIncluded() throws JsonProcessingException {
        try (var room = new AgentRoom()) {
            var schema =
                    Json.MAPPER.readTree(room.box("weather").specs().getFirst().parameters());

            assertThat(schema).isEqualTo(Json.MAPPER.readTree("""
                    {"type": "object",
                     "properties": {
                       "city": {"type": "object", "description": "the city",
                         "properties": {"name": {"type": "string", "description": "its name"},
                                        "country": {"type": "string", "description": "its country"}},
                         "required": ["name"], "additionalProperties": false},
                       "unit": {"type": "string", "description": "the unit", "enum": ["CELSIUS", "FAHRENHEIT"]}},
                     "required": ["city"], "additionalProperties": false}"""));
        }
    }

    @Test
    void onlyWhatIsConfiguredIsOffered() {
        try (var room = new AgentRoom("parley.agent.tools", "calculator")) {
            assertThat(room.box("calculator").names()).containsExactly("calculator");
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> room.box("weather"))
                    .withMessageContaining("tools[0].name");
        }
    }

    @Test
    void anMcpServerThatIsNotConfiguredIsNone() {
        try (var room = new AgentRoom()) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() ->
                            room.catalog.box(List.of(new ToolWish.Mcp("tools[0]", "somewhere", null, List.of())), "me"))
                    .withMessageContaining("server_label");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.1 + 0.2, 0.3",
        "(2 + 3) * 4.5 ^ 2, 101.25",
        "2 ^ 100, 1267650600228229401496703205376",
        "'ROUND(10 / 3, 2)', 3.33",
        "-7 % 3, -1",
        "1E400 * 10, 1E+401",
        "2 ^ -2, 0.25",
        "-2 ^ 2, -4",
        "'max(1, 2, abs(-3))', 3",
        "SQRT(16), 4"
    })
    void calculatesExactly(String expression, String result) {
        assertThat(Calculator.calculate(expression)).isEqualTo(result);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 / 0",
                "1 +",
                "",
                "FACT(100000)",
                "x",
                "\"a\" + 1 + RANDOM()",
                "9 ^ 9 ^ 9 ^ 9 ^ 9",
                "1E999999999 % 7",
                "2 ^ 0.5",
                "SQRT(-1)",
                "(1",
                "1 2"
            })
    void whatCantBeCalculatedIsSaid(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> Calculator.calculate(expression));
    }

    @Test
    void anExpressionIsShortAndFlat() {
        assertThatIllegalArgumentException().isThrownBy(() -> Calculator.calculate("1".repeat(1_001)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calculator.calculate("(".repeat(450) + "1" + ")".repeat(450)));
    }
}
