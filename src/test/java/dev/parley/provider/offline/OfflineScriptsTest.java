package dev.parley.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.FencedPassages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineScriptsTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final OfflineProvider offline = new OfflineProvider("offline", pauses::add, null);

    @ParameterizedTest
    @ValueSource(strings = {"one", "  two\n words ", "a\tb\r\n\u00a0c \ud83d\ude00 [DONE]", "\n", ""})
    void echoesExactlyWhatWasSaid(String question) {
        assertThat(text(offline.open("echo", prompt(question), true))).isEqualTo(question);
    }

    @Test
    void echoesWordByWord() {
        var deltas = deltas(offline.open("echo", prompt("one two three"), true));

        assertThat(deltas)
                .containsExactly(
                        new Delta.TextDelta("one "),
                        new Delta.TextDelta("two "),
                        new Delta.TextDelta("three"),
                        new Delta.End(FinishReason.STOP));
    }

    @Test
    void echoesTheLastUserTextOfAConversation() {
        var messages = List.of(
                Message.of(Role.USER, "one"), Message.of(Role.USER, "two"), Message.of(Role.ASSISTANT, "three"));

        assertThat(text(offline.open("echo", Prompt.of(null, messages, Sampling.DEFAULT), true)))
                .isEqualTo("two");
    }

    @Test
    void pausesBeforeEverySlowWord() {
        text(offline.open("slow", prompt("one two"), true));

        assertThat(pauses).containsOnly(Duration.ofMillis(200)).hasSizeBetween(2, 3);
    }

    @Test
    void saysPlainlyWhatItIs() {
        assertThat(text(offline.open("plain", prompt("Who won?"), true)))
                .contains("not a language model", "OPENAI_API_KEY");
    }

    @Test
    void answersFromPassagesWithTheSentencesThatFitBest() {
        var passages = List.of(
                new FencedPassages.Passage(1, "Bread", "Bread is baked in the morning. It is sold out by noon."),
                new FencedPassages.Passage(
                        2,
                        "Tower",
                        "How high is the tower? The \"tower\" is twelve\nmetres high. It was built of oak."));
        var message = FencedPassages.write(passages, FencedPassages.mark(passages, ""))
                + "\nQuestion: How high is the tower?";

        assertThat(text(offline.open("plain", prompt(message), true)))
                .isEqualTo("\"The 'tower' is twelve metres high.\" [2]");
        assertThat(text(offline.open("plain", prompt(message.replace("How high is the tower?", "Who are you?")), true)))
                .isEqualTo("The passages do not answer this.");
    }

    @Test
    void callsTheToolThatIsOfferedOrNamed() {
        var tools = List.of(new ToolSpec("see", null, null, null), new ToolSpec("hear", null, null, null));

        assertThat(call(tools, null).name()).isEqualTo("see");
        assertThat(call(tools, new ToolChoice.Named("hear")).name()).isEqualTo("hear");
        assertThat(call(List.of(), null).name()).isEqualTo("get_weather");
    }

    @Test
    void takesArgumentsFromTheQuestion() {
        var pieces = deltas(offline.open("tool", prompt("{\"city\": \"Bergen\"}"), true));

        assertThat(pieces.stream()
                        .filter(Delta.ToolCallDelta.class::isInstance)
                        .map(piece -> ((Delta.ToolCallDelta) piece).arguments())
                        .reduce("", String::concat))
                .isEqualTo("{\"city\": \"Bergen\"}");
    }

    @Test
    void tellsWhatTheToolAnswered() {
        var messages = List.of(
                Message.of(Role.USER, "Weather?"),
                new Message(Role.TOOL, List.of(new Content.ToolResult("1", "rain, 9 degrees"))));

        assertThat(text(offline.open("tool", Prompt.of(null, messages, Sampling.DEFAULT), true)))
                .isEqualTo("The tool answered: rain, 9 degrees");
    }

    @Test
    void looksForPassagesByTheToolForThat() {
        var prompt = searching(List.of(Message.of(Role.USER, "How many \"days\"?")), null);

        var deltas = deltas(offline.open("plain", prompt, true));

        assertThat(((Delta.ToolCallDelta) deltas.getFirst()).name()).isEqualTo(FencedPassages.TOOL);
        assertThat(((Delta.ToolCallDelta) deltas.get(1)).arguments())
                .isEqualTo("{\"query\":\"How many \\\"days\\\"?\"}");
        assertThat(deltas).endsWith(new Delta.End(FinishReason.TOOL_CALLS));
    }

    @Test
    void doesNotLookWhereItMayNot() {
        var prompt = searching(List.of(Message.of(Role.USER, "How many days?")), ToolChoice.Mode.NONE);

        assertThat(text(offline.open("plain", prompt, true))).contains("not a language model");
    }

    @Test
    void answersFromThePassagesOfAllSearchesSinceTheQuestion() {
        var found = List.of(
                new FencedPassages.Passage(4, "a.md", "Everybody has thirty days of leave. Bread is baked daily."),
                new FencedPassages.Passage(5, "b.md", "Nothing else."));
        var messages = List.of(
                Message.of(Role.USER, "How many days of leave?"),
                new Message(Role.ASSISTANT, List.of(new Content.ToolCall("1", FencedPassages.TOOL, "{}"))),
                new Message(
                        Role.TOOL,
                        List.of(new Content.ToolResult(
                                "1", "Passages.\n" + FencedPassages.write(found, FencedPassages.mark(found, ""))))));

        assertThat(text(offline.open("plain", searching(messages, null), true)))
                .isEqualTo("\"Everybody has thirty days of leave.\" [4]");
    }

    private static Prompt searching(List<Message> messages, ToolChoice choice) {
        return new Prompt(
                null,
                messages,
                List.of(new ToolSpec(FencedPassages.TOOL, "", "{}", null)),
                choice,
                Sampling.DEFAULT,
                Map.of());
    }

    @Test
    void answersInJson() {
        assertThat(text(offline.open("json", prompt("a \"b\""), true))).isEqualTo("{\"text\":\"a \\\"b\\\"\"}");
    }

    @Test
    void namesTheModelsItHas() {
        assertThat(offline.models()).startsWith("plain", "echo").contains("hang", "error-429");
        assertThatThrownBy(() -> offline.open("gpt", prompt("x"), true)).hasMessageContaining("plain, echo, slow");
    }

    private Delta.ToolCallDelta call(List<ToolSpec> tools, ToolChoice choice) {
        var prompt = new Prompt(null, List.of(Message.of(Role.USER, "x")), tools, choice, Sampling.DEFAULT, Map.of());
        return (Delta.ToolCallDelta) offline.open("tool", prompt, true).next();
    }

    private static Prompt prompt(String question) {
        return Prompt.of(null, List.of(Message.of(Role.USER, question)), Sampling.DEFAULT);
    }

    private static List<Delta> deltas(DeltaStream stream) {
        var deltas = new ArrayList<Delta>();
        do {
            deltas.add(stream.next());
        } while (!(deltas.getLast() instanceof Delta.End));
        return deltas;
    }

    private static String text(DeltaStream stream) {
        var text = new StringBuilder();
        for (var delta : deltas(stream)) {
            if (delta instanceof Delta.TextDelta piece) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }
}
