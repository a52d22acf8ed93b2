package dev.parley.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.problem.ApiException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicRequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void boundsTheTokensWhereTheCallerDidNot() throws IOException {
        assertThat(json(Prompt.of("ignored", List.of(Message.of(Role.USER, "Hi")), Sampling.DEFAULT)))
                .isEqualTo(JSON.readTree("""
                        {"model":"m","stream":true,"max_tokens":4096,
                         "messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}"""));
    }

    @Test
    void writesTheSamplingWithinTheRangeOfTheApi() throws IOException {
        var sampling = new Sampling(1.7, 0.9, 100, List.of("a"), 7L);

        var json = json(Prompt.of(null, List.of(Message.of(Role.USER, "Hi")), sampling));

        assertThat(json.path("temperature").asDouble()).isEqualTo(1);
        assertThat(json.path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(json.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(json.path("stop_sequences").toString()).isEqualTo("[\"a\"]");
        assertThat(json.has("seed")).isFalse();
    }

    @Test
    void writesAWholeConversation() throws IOException {
        var messages = List.of(
                Message.of(Role.SYSTEM, "Be brief."),
                new Message(
                        Role.USER,
                        List.of(
                                new Content.Text("What is this?"),
                                new Content.Image("data:image/png;base64,AA==", "low"),
                                new Content.Image("https://example.org/a.png", null))),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Content.Text(""),
                                new Content.ToolCall("1", "see", "{\"a\": 1}"),
                                new Content.ToolCall("2", "see", "{broken"),
                                new Content.ToolCall("3", "see", ""))),
                new Message(Role.TOOL, List.of(new Content.ToolResult("1", "a cat"))),
                new Message(Role.TOOL, List.of(new Content.ToolResult("2", "an error"))),
                Message.of(Role.SYSTEM, "And kind."),
                new Message(Role.TOOL, List.of(new Content.ToolResult("3", "a dog"))),
                Message.of(Role.USER, "So?"),
                Message.of(Role.ASSISTANT, ""));

        var json = json(Prompt.of(null, messages, Sampling.DEFAULT));

        assertThat(json.path("system").asText()).isEqualTo("Be brief.\n\nAnd kind.");
        assertThat(json.path("messages")).isEqualTo(JSON.readTree("""
                        [{"role":"user","content":[{"type":"text","text":"What is this?"},
                          {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}},
                          {"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}]},
                         {"role":"assistant","content":[
                          {"type":"tool_use","id":"1","name":"see","input":{"a":1}},
                          {"type":"tool_use","id":"2","name":"see","input":{"INVALID_JSON":"{broken"}},
                          {"type":"tool_use","id":"3","name":"see","input":{}}]},
                         {"role":"user","content":[
                          {"type":"tool_result","tool_use_id":"1","content":"a cat"},
                          {"type":"tool_result","tool_use_id":"2","content":"an error"},
                          {"type":"tool_result","tool_use_id":"3","content":"a dog"}]},
                         {"role":"user","content":[{"type":"text","text":"So?"}]}]"""));
    }

    @Test
    void writesTools() throws IOException {
        var tools = List.of(
                new ToolSpec("see", "Looks", "{\"type\": \"object\", \"x\": 1}", true),
                new ToolSpec("hear", null, null, null));

        assertThat(json(prompt(tools, null)).path("tools")).isEqualTo(JSON.readTree("""
                        [{"name":"see","description":"Looks","input_schema":{"type":"object","x":1}},
                         {"name":"hear","input_schema":{"type":"object"}}]"""));
    }

    @ParameterizedTest
    @CsvSource({"AUTO, auto", "NONE, none", "REQUIRED, any"})
    void writesTheChoice(ToolChoice.Mode mode, String word) throws IOException {
        var tools = List.of(new ToolSpec("see", null, null, null));

        assertThat(json(prompt(tools, mode)).path("tool_choice").toString()).isEqualTo("{\"type\":\"" + word + "\"}");
        assertThat(json(prompt(tools, new ToolChoice.Named("see")))
                        .path("tool_choice")
                        .toString())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"see\"}");
        assertThat(json(prompt(List.of(), mode)).has("tool_choice")).isFalse();
    }

    @Test
    void refusesAnImageThatTheApiCanNotTake() {
        var image = new Message(Role.USER, List.of(new Content.Image("data:image/svg+xml,<svg/>", null)));

        assertThatThrownBy(() -> json(Prompt.of(null, List.of(image), Sampling.DEFAULT)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("base64");
    }

    private static Prompt prompt(List<ToolSpec> tools, ToolChoice choice) {
        return new Prompt(
                null, List.of(Message.of(Role.USER, "Hi")), tools, choice, Sampling.DEFAULT, Map.of("n", "2"));
    }

    private static JsonNode json(Prompt prompt) throws IOException {
        return JSON.readTree(AnthropicRequest.json("m", prompt, true));
    }
}
