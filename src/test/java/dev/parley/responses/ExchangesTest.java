package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Content;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.llm.ToolChoice;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangesTest {

    private static final End STOP = new End(FinishReason.STOP);

    private final Room room = new Room();

    @Test
    void instructionsComeBeforeTheInput() {
        var prompt = room.accept("""
                {"model": "fake/m", "instructions": "Be brief.", "input": "hello"}""").prompt();

        assertThat(prompt.model()).isEqualTo("fake/m");
        assertThat(prompt.messages())
                .containsExactly(Message.of(Role.SYSTEM, "Be brief."), Message.of(Role.USER, "hello"));
    }

    @Test
    void callsInARowAreOneTurnAndEachHasItsAnswer() {
        var messages = room.accept("""
                        {"input": [
                          {"role": "user", "content": "weather and time?"},
                          {"type": "reasoning", "id": "rs_1", "summary": [{"type": "summary_text", "text": "hm"}]},
                          {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Let me look."}]},
                          {"type": "function_call", "call_id": "a", "name": "weather", "arguments": "{}"},
                          {"type": "function_call", "call_id": "b", "name": "time", "arguments": "{}"},
                          {"type": "function_call_output", "call_id": "a", "output": "sunny"},
                          {"type": "function_call_output", "call_id": "b", "output": [
                             {"type": "input_text", "text": "no"}, {"type": "input_text", "text": "on"}]}]}""").prompt().messages();

        assertThat(messages)
                .containsExactly(
                        Message.of(Role.USER, "weather and time?"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Content.Text("Let me look."),
                                        new Content.ToolCall("a", "weather", "{}"),
                                        new Content.ToolCall("b", "time", "{}"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("a", "sunny"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("b", "noon"))));
    }

    @Test
    void imagesArePassedOnAndTextFilesAreRead() {
        var content = room.accept("""
                        {"input": [{"role": "user", "content": [
                          {"type": "input_text", "text": "What is this?"},
                          {"type": "input_image", "image_url": "data:image/png;base64,AAAA", "detail": "low"},
                          {"type": "input_file", "filename": "a.txt", "file_data": "data:text/plain;base64,aGVsbG8="}]}]}""").prompt().messages().getFirst().content();

        assertThat(content)
                .containsExactly(
                        new Content.Text("What is this?"),
                        new Content.Image("data:image/png;base64,AAAA", "low"),
                        new Content.Text("a.txt:\nhello"));
    }

    @Test
    void settingsReachTheProvider() {
        var prompt = room.accept("""
                        {"input": "hello", "temperature": 0.5, "top_p": 0.9, "max_output_tokens": 100,
                         "tools": [{"type": "function", "name": "weather", "parameters": {"type": "object"}}],
                         "tool_choice": {"type": "function", "name": "weather"}, "parallel_tool_calls": false,
                         "reasoning": {"effort": "low"}, "presence_penalty": 1, "user": "unknown",
                         "text": {"format": {"type": "json_schema", "name": "city", "schema": {"type": "object"}, "strict": true}}}""").prompt();

        assertThat(prompt.sampling().temperature()).isEqualTo(0.5);
        assertThat(prompt.sampling().topP()).isEqualTo(0.9);
        assertThat(prompt.sampling().maxTokens()).isEqualTo(100);
        assertThat(prompt.toolChoice()).isEqualTo(new ToolChoice.Named("weather"));
        assertThat(prompt.responseFormat())
                .isEqualTo(new ResponseFormat.JsonSchema("city", "{\"type\":\"object\"}", true));
        assertThat(prompt.extra())
                .containsOnly(
                        Map.entry("parallel_tool_calls", "false"),
                        Map.entry("reasoning_effort", "\"low\""),
                        Map.entry("presence_penalty", "1.0"));
    }

    @Test
    void onlyAllowedToolsAreShownToTheModel() {
        var prompt = room.accept("""
                        {"input": "hello",
                         "tools": [{"type": "function", "name": "weather"}, {"type": "function", "name": "time"}],
                         "tool_choice": {"type": "allowed_tools", "mode": "required",
                                         "tools": [{"type": "function", "name": "time"}]}}""").prompt();

        assertThat(prompt.tools()).extracting("name").containsExactly("time");
        assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.Mode.REQUIRED);
    }

    @Test
    void aChainSeesAllThatWasSaidButNotTheInstructions() {
        var first = room.answer("""
                {"input": "I am Ann.", "instructions": "Be brief."}""", new TextDelta("Hi Ann."), STOP);
        var second = room.answer("""
                {"input": "And I like tea.", "previous_response_id": "%s"}""".formatted(first.wire().id()), new TextDelta("Noted."), STOP);

        var third = room.accept("""
                {"input": "Who am I?", "previous_response_id": "%s"}""".formatted(second.wire().id()));

        assertThat(third.prompt().messages())
                .containsExactly(
                        Message.of(Role.USER, "I am Ann."),
                        Message.of(Role.ASSISTANT, "Hi Ann."),
                        Message.of(Role.USER, "And I like tea."),
                        Message.of(Role.ASSISTANT, "Noted."),
                        Message.of(Role.USER, "Who am I?"));
        assertThat(third.input()).hasSize(1);
    }

    @Test
    void aCallOfTheLastResponseIsAnsweredInTheNext() {
        var first = room.answer("""
                {"input": "weather?", "tools": [{"type": "function", "name": "weather"}]}""", new ToolCallDelta(0, "call_a", "weather", ""), new End(FinishReason.TOOL_CALLS));

        var messages = room.accept("""
                        {"previous_response_id": "%s",
                         "input": [{"type": "function_call_output", "call_id": "call_a", "output": "sunny"}]}""".formatted(first.wire().id())).prompt().messages();

        assertThat(messages)
                .containsExactly(
                        Message.of(Role.USER, "weather?"),
                        new Message(Role.ASSISTANT, List.of(new Content.ToolCall("call_a", "weather", "{}"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("call_a", "sunny"))));
    }

    @Test
    void anItemOfTheLastResponseCanBeReferredTo() {
        var first = room.answer("""
                {"input": "one"}""", new TextDelta("two"), STOP);
        var said = first.output().getFirst().id();

        var exchange = room.accept("""
                {"previous_response_id": "%s", "input": [{"type": "item_reference", "id": "%s"}]}""".formatted(first.wire().id(), said));

        assertThat(exchange.input()).containsExactlyElementsOf(first.output());
    }

    @Test
    void whatAClientRemembersOfAServersToolsIsPassedOver() {
        var exchange = room.accept("""
                {"input": [{"type": "mcp_list_tools", "id": "mcpl_1", "server_label": "desk", "tools": []},
                           {"role": "user", "content": "go on"}]}""");

        assertThat(exchange.input()).hasSize(1);
        assertThat(exchange.prompt().messages()).containsExactly(Message.of(Role.USER, "go on"));
    }

    @Test
    void aCompactedConversationStandsForTheLongOne() {
        var messages = room.accept("""
                        {"input": [{"type": "compaction", "encrypted_content": "%s"},
                                   {"role": "user", "content": "go on"}]}""".formatted(Summary.wrap("Ann likes tea.")))
                .prompt()
                .messages();

        assertThat(messages.getFirst().text()).endsWith("Ann likes tea.");
        assertThat(messages.getLast()).isEqualTo(Message.of(Role.USER, "go on"));
    }

    @Test
    void countsWhatTheModelWouldSee() {
        int count = room.exchanges.count(Room.request("{\"input\": \"hello\"}"), Room.ME);

        assertThat(count).isEqualTo(8);
    }
}
