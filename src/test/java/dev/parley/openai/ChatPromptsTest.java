package dev.parley.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Content;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatPromptsTest {

    private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String TOOLS = """
            "tools":[{"type":"function","function":{"name":"a","description":"A","parameters":{"type":"object"},"strict":true}},
                     {"type":"function","function":{"name":"b"}}]""";

    private final Requests requests = new Requests();

    @Test
    void readsTextAndImagesInOrder() {
        var prompt = requests.prompt("""
                {"model":"m","messages":[{"role":"developer","content":"be brief"},
                 {"role":"user","content":[{"type":"text","text":"what is it?"},
                   {"type":"image_url","image_url":{"url":"https://example.org/x.png","detail":"low"}}]}]}""");

        assertThat(prompt.model()).isEqualTo("m");
        assertThat(prompt.messages().getFirst().role()).isEqualTo(Role.SYSTEM);
        assertThat(prompt.messages().getLast().content())
                .containsExactly(
                        new Content.Text("what is it?"), new Content.Image("https://example.org/x.png", "low"));
    }

    @Test
    void readsToolCallsAndTheirAnswers() {
        var prompt = requests.prompt("""
                {"messages":[{"role":"user","content":"weather?"},
                 {"role":"assistant","content":null,"tool_calls":[
                   {"id":"c1","type":"function","function":{"name":"a","arguments":"{\\"city\\":\\"Oslo\\"}"}},
                   {"id":"c2","type":"function","function":{"name":"b","arguments":""}}]},
                 {"role":"tool","tool_call_id":"c2","content":"noon"},
                 {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"rain"}]}],%s}""".formatted(TOOLS));

        assertThat(prompt.messages().get(1).content())
                .containsExactly(
                        new Content.ToolCall("c1", "a", "{\"city\":\"Oslo\"}"), new Content.ToolCall("c2", "b", "{}"));
        assertThat(prompt.messages().get(3).content()).containsExactly(new Content.ToolResult("c1", "rain"));
        assertThat(prompt.tools())
                .containsExactly(
                        new ToolSpec("a", "A", "{\"type\":\"object\"}", true), new ToolSpec("b", null, null, null));
    }

    @Test
    void readsEveryWayToChooseTools() {
        assertThat(choice("\"auto\"")).isEqualTo(ToolChoice.Mode.AUTO);
        assertThat(choice("\"none\"")).isEqualTo(ToolChoice.Mode.NONE);
        assertThat(choice("\"required\"")).isEqualTo(ToolChoice.Mode.REQUIRED);
        assertThat(choice("{\"type\":\"function\",\"function\":{\"name\":\"b\"}}"))
                .isEqualTo(new ToolChoice.Named("b"));
    }

    @Test
    void toolsThatAreNotAllowedAreNotShown() {
        var prompt = requests.prompt("""
                {%s,%s,"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required",
                 "tools":[{"type":"function","function":{"name":"b"}}]}}}""".formatted(USER, TOOLS));

        assertThat(prompt.tools()).extracting(ToolSpec::name).containsExactly("b");
        assertThat(prompt.toolChoice()).isEqualTo(ToolChoice.Mode.REQUIRED);
    }

    @Test
    void readsSamplingAndTheFormat() {
        var prompt = requests.prompt("""
                {%s,"temperature":0.5,"top_p":1,"max_completion_tokens":7,"stop":"END","seed":-3,
                 "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"array"},"strict":true}}}""".formatted(USER));

        assertThat(prompt.sampling().temperature()).isEqualTo(0.5);
        assertThat(prompt.sampling().maxTokens()).isEqualTo(7);
        assertThat(prompt.sampling().stop()).isEqualTo(List.of("END"));
        assertThat(prompt.sampling().seed()).isEqualTo(-3L);
        assertThat(prompt.responseFormat()).isEqualTo(new ResponseFormat.JsonSchema("n", "{\"type\":\"array\"}", true));
    }

    @Test
    void passesOnWhatItDoesNotKnowAsItCame() {
        var prompt = requests.prompt("""
                {%s,%s,"user":"u1","metadata":{"k":"v"},"logit_bias":{"50":-1},"min_p":0.05,"guided_regex":null,
                 "logprobs":true,"top_logprobs":2,"parallel_tool_calls":false,"presence_penalty":1.5}""".formatted(USER, TOOLS));

        assertThat(prompt.extra())
                .containsEntry("user", "\"u1\"")
                .containsEntry("metadata", "{\"k\":\"v\"}")
                .containsEntry("logit_bias", "{\"50\":-1}")
                .containsEntry("min_p", "0.05")
                .containsEntry("logprobs", "true")
                .containsEntry("top_logprobs", "2")
                .containsEntry("parallel_tool_calls", "false")
                .containsEntry("presence_penalty", "1.5")
                .hasSize(8);
    }

    private ToolChoice choice(String json) {
        return requests.prompt("{" + USER + "," + TOOLS + ",\"tool_choice\":" + json + "}")
                .toolChoice();
    }
}
