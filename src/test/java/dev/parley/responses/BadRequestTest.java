package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.FinishReason;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadRequestTest {

    private final Room room = new Room();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            input                       | {}
            input                       | {"input": null}
            input                       | {"input": []}
            input                       | {"input": 7}
            input                       | {"input": "a\\u0000b"}
            input[0].content            | {"input": [{"role": "user", "content": "a\\u0000b"}]}
            instructions                | {"input": "x", "instructions": "\\u0000"}
            input[0]                    | {"input": ["hello"]}
            input[0].type               | {"input": [{"type": "web_search_call"}]}
            input[0].role               | {"input": [{"content": "x"}]}
            input[0].role               | {"input": [{"role": "critic", "content": "x"}]}
            input[0].content            | {"input": [{"role": "user"}]}
            input[0].id                 | {"input": [{"role": "user", "content": "x", "id": "a b"}]}
            input[1].content[0].type    | {"input": [{"role": "user", "content": "x"}, {"role": "user", "content": [{"type": "input_audio"}]}]}
            input[0].content[0].type    | {"input": [{"role": "system", "content": [{"type": "input_image", "image_url": "https://x"}]}]}
            input[0].content[0].text    | {"input": [{"role": "user", "content": [{"type": "input_text"}]}]}
            input[0].content[0].image_url | {"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "file:///etc/passwd"}]}]}
            input[0].content[0].file_id | {"input": [{"role": "user", "content": [{"type": "input_image", "file_id": "f"}]}]}
            input[0].content[0].file_url | {"input": [{"role": "user", "content": [{"type": "input_file", "file_url": "https://x"}]}]}
            input[0].content[0].file_data | {"input": [{"role": "user", "content": [{"type": "input_file", "file_data": "data:application/pdf;base64,AAAA"}]}]}
            input[0].content[0].file_data | {"input": [{"role": "user", "content": [{"type": "input_file", "file_data": "data:text/plain;base64,/w=="}]}]}
            input[0].arguments          | {"input": [{"type": "function_call", "call_id": "a", "name": "f", "arguments": "{\\"a\\":"}]}
            input[0].name               | {"input": [{"type": "function_call", "call_id": "a", "name": "f g", "arguments": "{}"}]}
            input[0].call_id            | {"input": [{"type": "function_call_output", "call_id": "a", "output": "x"}]}
            input[0]                    | {"input": [{"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"}]}
            input[0].id                 | {"input": [{"type": "item_reference", "id": "msg_1"}]}
            input[0].encrypted_content  | {"input": [{"type": "compaction", "encrypted_content": "x"}]}
            tools                       | {"input": "x", "tools": {}}
            tools[0].type               | {"input": "x", "tools": [{"type": "web_search"}]}
            tools[0].name               | {"input": "x", "tools": [{"type": "function"}]}
            tools[1].name               | {"input": "x", "tools": [{"type": "function", "name": "f"}, {"type": "function", "name": "f"}]}
            tools[0].parameters         | {"input": "x", "tools": [{"type": "function", "name": "f", "parameters": "x"}]}
            tool_choice                 | {"input": "x", "tool_choice": "always"}
            tool_choice                 | {"input": "x", "tool_choice": "required"}
            tool_choice.name            | {"input": "x", "tool_choice": {"type": "function", "name": "f"}}
            tool_choice.type            | {"input": "x", "tool_choice": {"type": "web_search"}}
            tool_choice.server_label    | {"input": "x", "tool_choice": {"type": "mcp"}}
            tools[0].name               | {"input": "x", "tools": [{"type": "parley:tool", "name": "nowhere"}]}
            tools[0].server_label       | {"input": "x", "tools": [{"type": "mcp", "server_label": "nowhere"}]}
            tools[0].server_url         | {"input": "x", "tools": [{"type": "mcp", "server_label": "a", "server_url": "http://localhost/"}]}
            parley:limits.calls         | {"input": "x", "parley:limits": {"calls": 1}}
            parley:limits.steps         | {"input": "x", "parley:limits": {"steps": 0}}
            input[0].output             | {"input": [{"type": "parley:tool_call", "name": "calculator", "arguments": "{}"}]}
            input[0].approve            | {"input": [{"type": "parley:approval_response", "approval_request_id": "apr_1"}]}
            tool_choice.tools           | {"input": "x", "tool_choice": {"type": "allowed_tools"}}
            text.format.type            | {"input": "x", "text": {"format": {"type": "xml"}}}
            text.format.schema          | {"input": "x", "text": {"format": {"type": "json_schema", "name": "n"}}}
            text.format.schema          | {"input": "x", "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "sphere"}}}}
            tools[0].parameters         | {"input": "x", "tools": [{"type": "function", "name": "f", "parameters": {"type": "sphere"}}]}
            text.format.name            | {"input": "x", "text": {"format": {"type": "json_schema", "schema": {}}}}
            text.verbosity              | {"input": "x", "text": {"verbosity": "loud"}}
            reasoning.effort            | {"input": "x", "reasoning": {"effort": "huge"}}
            temperature                 | {"input": "x", "temperature": 2.1}
            top_p                       | {"input": "x", "top_p": -0.1}
            max_output_tokens           | {"input": "x", "max_output_tokens": 15}
            top_logprobs                | {"input": "x", "top_logprobs": 5}
            truncation                  | {"input": "x", "truncation": "middle"}
            include[0]                  | {"input": "x", "include": ["everything"]}
            metadata.a                  | {"input": "x", "metadata": {"a": null}}
            background                  | {"input": "x", "background": true, "store": false}
            conversation                | {"input": "x", "conversation": "conv_1"}
            prompt                      | {"input": "x", "prompt": {"id": "p"}}
            """)
    void isRefusedByItsName(String param, String body) {
        assertRefused(ErrorCode.INVALID_REQUEST, param, body);
    }

    @Test
    void metadataIsBounded() {
        var many = IntStream.range(0, 17)
                .mapToObj(i -> "\"k" + i + "\": \"v\"")
                .collect(Collectors.joining(",", "{\"input\": \"x\", \"metadata\": {", "}}"));

        assertRefused(ErrorCode.INVALID_REQUEST, "metadata", many);
        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "metadata.k",
                "{\"input\": \"x\", \"metadata\": {\"k\": \"" + "v".repeat(513) + "\"}}");
    }

    @Test
    void anImageIsBounded() {
        var image = "data:image/png;base64," + "A".repeat(15 << 20);

        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "input[0].content[0].image_url",
                "{\"input\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"image_url\": \"" + image
                        + "\"}]}]}");
    }

    @Test
    void twoHundredToolsAreTooMany() {
        var tools = IntStream.range(0, 200)
                .mapToObj(i -> "{\"type\": \"function\", \"name\": \"f" + i + "\"}")
                .collect(Collectors.joining(",", "{\"input\": \"x\", \"tools\": [", "]}"));

        assertRefused(ErrorCode.INVALID_REQUEST, "tools", tools);
    }

    @Test
    void anUnknownPreviousResponseHasItsOwnCode() {
        assertRefused(ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND, "previous_response_id", """
                {"input": "x", "previous_response_id": "resp_nope"}""");
    }

    @Test
    void anotherCallersResponseIsUnknown() {
        var mine = room.answer("{\"input\": \"x\"}", new TextDelta("y"), new End(FinishReason.STOP));
        var body = "{\"input\": \"x\", \"previous_response_id\": \"%s\"}"
                .formatted(mine.wire().id());

        assertThat(room.accept(body)).isNotNull();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.exchanges.accept(Room.request(body), "somebody else"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND));
    }

    @Test
    void aCallOfTheLastResponseMustBeAnswered() {
        var first = room.answer("""
                {"input": "weather?", "tools": [{"type": "function", "name": "weather"}]}""", new ToolCallDelta(0, "call_a", "weather", "{}"), new End(FinishReason.TOOL_CALLS));

        assertRefused(
                ErrorCode.INVALID_REQUEST,
                "input",
                "{\"input\": \"x\", \"previous_response_id\": \"%s\"}"
                        .formatted(first.wire().id()));
    }

    private void assertRefused(ErrorCode code, String param, String body) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.accept(body))
                .satisfies(refused -> {
                    assertThat(refused.fields()).hasSize(1);
                    assertThat(refused.fields().getFirst().field()).isEqualTo(param);
                    assertThat(refused.code()).isEqualTo(code);
                    assertThat(refused.detail()).startsWith(param + " ").endsWith(".");
                });
    }
}
