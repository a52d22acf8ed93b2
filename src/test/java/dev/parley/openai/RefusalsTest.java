package dev.parley.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each wrong request is refused by the name of what is wrong, before there is a run. */
class RefusalsTest {

    private static final String USER = "{\"role\":\"user\",\"content\":\"hi\"}";
    private static final String CALL =
            "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"%s\"}}]}";

    private final Requests requests = new Requests();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "n                      | \"n\":0",
                "n                      | \"n\":1000",
                "n                      | \"n\":\"2\"",
                "temperature            | \"temperature\":2.1",
                "top_p                  | \"top_p\":-0.1",
                "top_logprobs           | \"logprobs\":true,\"top_logprobs\":21",
                "top_logprobs           | \"logprobs\":false,\"top_logprobs\":2",
                "presence_penalty       | \"presence_penalty\":3",
                "frequency_penalty      | \"frequency_penalty\":-3",
                "max_tokens             | \"max_tokens\":0",
                "max_completion_tokens  | \"max_tokens\":5,\"max_completion_tokens\":6",
                "stop                   | \"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]",
                "stop[1]                | \"stop\":[\"a\",\"\"]",
                "stream_options         | \"stream_options\":{\"include_usage\":true}",
                "stream                 | \"stream\":\"yes\"",
                "parallel_tool_calls    | \"parallel_tool_calls\":true",
                "tool_choice            | \"tool_choice\":\"required\"",
                "tool_choice            | \"tool_choice\":\"sometimes\"",
                "tool_choice.function.name | \"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"x\"}}",
                "functions              | \"functions\":[]",
                "audio                  | \"audio\":{\"voice\":\"a\"}",
                "modalities             | \"modalities\":[\"text\",\"audio\"]",
                "response_format.type   | \"response_format\":{\"type\":\"xml\"}",
                "response_format.type   | \"response_format\":{}",
                "response_format.json_schema | \"response_format\":{\"type\":\"json_schema\"}",
                "response_format.json_schema.name | \"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a b\",\"schema\":{}}}",
                "response_format.json_schema.schema | \"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":7}}",
                "response_format.json_schema.schema | \"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"a\",\"schema\":{\"type\":\"objekt\"}}}",
            })
    void aWrongField(String param, String fields) {
        assertRefused(param, "{\"messages\":[" + USER + "]," + fields + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "tools[0].type               | {\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}",
                "tools[0].function.name      | {\"type\":\"function\",\"function\":{}}",
                "tools[0].function.name      | {\"type\":\"function\",\"function\":{\"name\":\"get weather\"}}",
                "tools[0].function.parameters | {\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"objekt\"}}}",
                "tools[0].function.parameters | {\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":\"{}\"}}",
                "tools[1].function.name      | {\"type\":\"function\",\"function\":{\"name\":\"f\"}},{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
            })
    void aWrongTool(String param, String tools) {
        assertRefused(param, "{\"messages\":[" + USER + "],\"tools\":[" + tools + "]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "messages                       | ''",
                "messages[0].role               | {\"content\":\"x\"}",
                "messages[0].role               | {\"role\":\"function\",\"content\":\"x\"}",
                "messages[0].content            | {\"role\":\"user\"}",
                "messages[0].content            | {\"role\":\"user\",\"content\":[]}",
                "messages[0].content            | {\"role\":\"user\",\"content\":7}",
                "messages[0].content            | {\"role\":\"assistant\"}",
                "messages[0].content            | {\"role\":\"user\",\"content\":\"a\\u0000\"}",
                "messages[0].content[0].type    | {\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}",
                "messages[0].content[0].text    | {\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}",
                "messages[0].content[0].type    | {\"role\":\"system\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://x\"}}]}",
                "messages[0].content[0].image_url.url | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"file:///x\"}}]}",
                "messages[0].content[0].image_url.url | {\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:text/html;base64,AA\"}}]}",
                "messages[0].tool_call_id       | {\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"c\"}",
                "messages[0].tool_call_id       | {\"role\":\"tool\",\"content\":\"x\"}",
            })
    void aWrongMessage(String param, String messages) {
        assertRefused(param, "{\"messages\":[" + messages + "]}");
    }

    @Test
    void aToolCallWhoseArgumentsAreCut() {
        assertRefused(
                "messages[1].tool_calls[0].function.arguments",
                "{\"messages\":[" + USER + "," + CALL.formatted("{\\\"city\\\":\\\"Os") + "]}");
    }

    @Test
    void aToolCallWithoutItsAnswer() {
        var call = CALL.formatted("{}");
        assertRefused("messages[1].tool_calls", "{\"messages\":[" + USER + "," + call + "," + USER + "]}");
        assertRefused("messages[1].tool_calls", "{\"messages\":[" + USER + "," + call + "]}");
    }

    @Test
    void aToolAnswerGivenTwice() {
        var answer = "{\"role\":\"tool\",\"tool_call_id\":\"c\",\"content\":\"x\"}";
        assertRefused(
                "messages[3].tool_call_id",
                "{\"messages\":[" + String.join(",", USER, CALL.formatted("{}"), answer, answer) + "]}");
    }

    @Test
    void tooManyToolsAndMessages() {
        var tools = IntStream.range(0, 200)
                .mapToObj(i -> "{\"type\":\"function\",\"function\":{\"name\":\"f" + i + "\"}}")
                .collect(Collectors.joining(","));
        assertRefused("tools", "{\"messages\":[" + USER + "],\"tools\":[" + tools + "]}");

        var messages = IntStream.range(0, 2_049).mapToObj(i -> USER).collect(Collectors.joining(","));
        assertRefused("messages", "{\"messages\":[" + messages + "]}");
    }

    @Test
    void anImageThatIsTooLarge() {
        var image = "data:image/png;base64," + "A".repeat(1_400);
        assertRefused(
                "messages[0].content[0].image_url.url",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\""
                        + image + "\"}}]}]}");
    }

    private void assertRefused(String param, String json) {
        var error = requests.refusal(json);
        assertThat(error.param()).as(error.message()).isEqualTo(param);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.message()).contains(param);
    }
}
