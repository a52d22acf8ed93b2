package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuestionTest {

    private static final Message HI = Message.of(Role.USER, "hi");
    private static final ToolSpec TOOL = new ToolSpec("time", "tells the time", "{}", null);
    private static final Sampling COLD = new Sampling(0.0, 0.5, 10, List.of("END"), 7L);
    private static final Map<String, String> EXTRA = Map.of("user", "\"u\"", "top_k", "4");
    private static final ResponseFormat SCHEMA = new ResponseFormat.JsonSchema("person", "{}", true);

    private static final Prompt PROMPT =
            new Prompt("answer", List.of(HI), List.of(TOOL), ToolChoice.Mode.AUTO, COLD, SCHEMA, EXTRA);
    private static final Question QUESTION = new Question("key_1", List.of("a/m", "b/m"), PROMPT, 0, false);

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void whatShapesAnAnswerMakesAnotherQuestion(String what, Question other) {
        assertThat(other.key(false)).isNotEqualTo(QUESTION.key(false));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("owner", new Question("key_2", QUESTION.models(), PROMPT, 0, false)),
                Arguments.of("model", new Question("key_1", List.of("a/n", "b/m"), PROMPT, 0, false)),
                Arguments.of("order of models", new Question("key_1", List.of("b/m", "a/m"), PROMPT, 0, false)),
                Arguments.of("fewer models", new Question("key_1", List.of("a/m"), PROMPT, 0, false)),
                Arguments.of("choice", new Question("key_1", QUESTION.models(), PROMPT, 1, false)),
                Arguments.of("schema on a stream", new Question("key_1", QUESTION.models(), PROMPT, 0, true)),
                Arguments.of("text", messages(Message.of(Role.USER, "ho"))),
                Arguments.of("role", messages(Message.of(Role.SYSTEM, "hi"))),
                Arguments.of("one more message", messages(HI, HI)),
                Arguments.of(
                        "parts",
                        messages(new Message(Role.USER, List.of(new Content.Text("h"), new Content.Text("i"))))),
                Arguments.of("image", image("https://x/1", null)),
                Arguments.of("detail of an image", image("https://x/1", "low")),
                Arguments.of("tools", prompt(List.of(), ToolChoice.Mode.AUTO, COLD, SCHEMA, EXTRA)),
                Arguments.of(
                        "strict tool",
                        prompt(
                                List.of(new ToolSpec("time", "tells the time", "{}", true)),
                                ToolChoice.Mode.AUTO,
                                COLD,
                                SCHEMA,
                                EXTRA)),
                Arguments.of("tool choice", prompt(List.of(TOOL), ToolChoice.Mode.NONE, COLD, SCHEMA, EXTRA)),
                Arguments.of("named tool", prompt(List.of(TOOL), new ToolChoice.Named("time"), COLD, SCHEMA, EXTRA)),
                Arguments.of("temperature", sampling(new Sampling(null, 0.5, 10, List.of("END"), 7L))),
                Arguments.of("top_p", sampling(new Sampling(0.0, 0.6, 10, List.of("END"), 7L))),
                Arguments.of("length", sampling(new Sampling(0.0, 0.5, 11, List.of("END"), 7L))),
                Arguments.of("stop", sampling(new Sampling(0.0, 0.5, 10, List.of(), 7L))),
                Arguments.of("seed", sampling(new Sampling(0.0, 0.5, 10, List.of("END"), null))),
                Arguments.of("format", prompt(List.of(TOOL), ToolChoice.Mode.AUTO, COLD, null, EXTRA)),
                Arguments.of(
                        "JSON",
                        prompt(List.of(TOOL), ToolChoice.Mode.AUTO, COLD, new ResponseFormat.JsonObject(), EXTRA)),
                Arguments.of(
                        "schema",
                        prompt(
                                List.of(TOOL),
                                ToolChoice.Mode.AUTO,
                                COLD,
                                new ResponseFormat.JsonSchema("person", "{\"type\":\"object\"}", true),
                                EXTRA)),
                Arguments.of(
                        "extra", prompt(List.of(TOOL), ToolChoice.Mode.AUTO, COLD, SCHEMA, Map.of("user", "\"v\""))));
    }

    @Test
    void whatDoesNotShapeItDoesNot() {
        var alias = new Prompt("alias", List.of(HI), List.of(TOOL), ToolChoice.Mode.AUTO, COLD, SCHEMA, turned(EXTRA));

        assertThat(new Question("key_1", List.of("a/m", "b/m"), alias, 0, false).key(false))
                .isEqualTo(QUESTION.key(false))
                .hasSize(64);
    }

    @Test
    void freeTextIsTheSameQuestionWhetherStreamedOrNot() {
        var free = PROMPT.with((ResponseFormat) null);

        assertThat(new Question("key_1", QUESTION.models(), free, 0, true).key(false))
                .isEqualTo(new Question("key_1", QUESTION.models(), free, 0, false).key(false));
    }

    @Test
    void whereAnswersAreSharedTheOwnerIsOfNoInterest() {
        var others = new Question("key_2", QUESTION.models(), PROMPT, 0, false);

        assertThat(others.key(true)).isEqualTo(QUESTION.key(true)).isNotEqualTo(QUESTION.key(false));
    }

    private static Map<String, String> turned(Map<String, String> map) {
        var names = map.keySet().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .toList();
        var turned = new LinkedHashMap<String, String>();
        names.forEach(name -> turned.put(name, map.get(name)));
        return turned;
    }

    private static Question messages(Message... messages) {
        return question(PROMPT.with(List.of(messages)));
    }

    private static Question image(String url, String detail) {
        return messages(new Message(Role.USER, List.of(new Content.Image(url, detail))));
    }

    private static Question sampling(Sampling sampling) {
        return question(PROMPT.with(sampling));
    }

    private static Question prompt(
            List<ToolSpec> tools,
            ToolChoice choice,
            Sampling sampling,
            ResponseFormat format,
            Map<String, String> extra) {
        return question(new Prompt("answer", List.of(HI), tools, choice, sampling, format, extra));
    }

    private static Question question(Prompt prompt) {
        return new Question("key_1", QUESTION.models(), prompt, 0, false);
    }
}
