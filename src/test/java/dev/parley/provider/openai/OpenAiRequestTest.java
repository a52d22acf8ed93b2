package dev.parley.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.provider.ProviderSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiRequestTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void leavesOutWhatTheCallerLeftOut() throws IOException {
        assertThat(json(Prompt.of("ignored", List.of(Message.of(Role.USER, "Hi")), Sampling.DEFAULT), false))
                .isEqualTo(JSON.readTree("""
                        {"model":"m","messages":[{"role":"user","content":"Hi"}],"stream":false}"""));
    }

    @Test
    void asksAStreamForItsUsageUnlessTheServerDoesNotUnderstand() throws IOException {
        var prompt = Prompt.of(null, List.of(Message.of(Role.USER, "Hi")), Sampling.DEFAULT);

        assertThat(json(prompt, true).path("stream_options").toString()).isEqualTo("{\"include_usage\":true}");
        assertThat(JSON.readTree(new OpenAiRequest(settings("http://localhost/v1", false)).json("m", prompt, true))
                        .has("stream_options"))
                .isFalse();
    }

    @Test
    void writesTheSampling() throws IOException {
        var sampling = new Sampling(0.5, 0.9, 100, List.of("a", "b"), 7L);

        var json = json(Prompt.of(null, List.of(Message.of(Role.USER, "Hi")), sampling), false);

        assertThat(json.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(json.path("top_p").asDouble()).isEqualTo(0.9);
        assertThat(json.path("max_tokens").asInt()).isEqualTo(100);
        assertThat(json.path("stop").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(json.path("seed").asInt()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1, max_completion_tokens",
        "https://my.openai.azure.com/openai/v1, max_completion_tokens",
        "http://localhost:11434/v1, max_tokens",
        "https://api.openai.com.example.org/v1, max_tokens",
    })
    void boundsTheTokensInTheWordsOfTheServer(String baseUrl, String field) throws IOException {
        var prompt = Prompt.of(null, List.of(Message.of(Role.USER, "Hi")), Sampling.of(null, 5));

        assertThat(JSON.readTree(new OpenAiRequest(settings(baseUrl, true)).json("m", prompt, false))
                        .path(field)
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void writesAWholeConversation() throws IOException {
        var messages = List.of(
                Message.of(Role.SYSTEM, "Be brief."),
                new Message(
                        Role.USER,
                        List.of(
                                new Content.Text("What"),
                                new Content.Text("is this?"),
                                new Content.Image("data:image/png;base64,AA==", "low"),
                                new Content.Image("https://example.org/a.png", null))),
                new Message(
                        Role.ASSISTANT,
                        List.of(new Content.ToolCall("1", "see", "{broken"), new Content.ToolCall("2", "see", "{}"))),
                new Message(Role.TOOL, List.of(new Content.ToolResult("1", "a cat"), new Content.ToolResult("2", ""))),
                new Message(Role.ASSISTANT, List.of(new Content.Text("Hm."), new Content.ToolCall("3", "see", "{}"))));

        assertThat(json(Prompt.of(null, messages, Sampling.DEFAULT), false).path("messages"))
                .isEqualTo(JSON.readTree("""
                        [{"role":"system","content":"Be brief."},
                         {"role":"user","content":[{"type":"text","text":"What"},{"type":"text","text":"is this?"},
                          {"type":"image_url","image_url":{"url":"data:image/png;base64,AA==","detail":"low"}},
                          {"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]},
                         {"role":"assistant","content":null,"tool_calls":[
                          {"id":"1","type":"function","function":{"name":"see","arguments":"{broken"}},
                          {"id":"2","type":"function","function":{"name":"see","arguments":"{}"}}]},
                         {"role":"tool","tool_call_id":"1","content":"a cat"},
                         {"role":"tool","tool_call_id":"2","content":""},
                         {"role":"assistant","content":"Hm.","tool_calls":[
                          {"id":"3","type":"function","function":{"name":"see","arguments":"{}"}}]}]"""));
    }

    @Test
    void writesToolsAndTheChoice() throws IOException {
        var tools = List.of(
                new ToolSpec("see", "Looks", "{\"type\": \"object\"}", true), new ToolSpec("hear", null, null, null));

        var json = json(prompt(tools, new ToolChoice.Named("see"), Map.of()), false);

        assertThat(json.path("tools")).isEqualTo(JSON.readTree("""
                        [{"type":"function","function":{"name":"see","description":"Looks",
                          "parameters":{"type":"object"},"strict":true}},
                         {"type":"function","function":{"name":"hear"}}]"""));
        assertThat(json.path("tool_choice").toString())
                .isEqualTo("{\"type\":\"function\",\"function\":{\"name\":\"see\"}}");
        assertThat(json(prompt(tools, ToolChoice.Mode.REQUIRED, Map.of()), false)
                        .path("tool_choice")
                        .asText())
                .isEqualTo("required");
    }

    @Test
    void passesOnExtraFieldsButNeverInPlaceOfOurs() throws IOException {
        var extra = Map.of("logit_bias", "{\"5\": 1}", "model", "\"other\"", "stream", "true", "user", "\"u\"");

        var json = json(prompt(List.of(), null, extra), false);

        assertThat(json.path("logit_bias").path("5").asInt()).isOne();
        assertThat(json.path("user").asText()).isEqualTo("u");
        assertThat(json.path("model").asText()).isEqualTo("m");
        assertThat(json.path("stream").asBoolean()).isFalse();
    }

    private static Prompt prompt(List<ToolSpec> tools, ToolChoice choice, Map<String, String> extra) {
        return new Prompt(null, List.of(Message.of(Role.USER, "Hi")), tools, choice, Sampling.DEFAULT, extra);
    }

    private static JsonNode json(Prompt prompt, boolean stream) throws IOException {
        return JSON.readTree(new OpenAiRequest(settings("http://localhost/v1", true)).json("m", prompt, stream));
    }

    private static ProviderSettings settings(String baseUrl, boolean streamUsage) {
        return new ProviderSettings(
                "openai",
                "openai",
                URI.create(baseUrl),
                null,
                List.of("*"),
                1,
                0,
                Duration.ofSeconds(1),
                streamUsage,
                true);
    }
}
