package dev.parley.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alone on the machine, as far as that is in its hands: it measures. */
@Isolated
class TokenCounterTest {

    private static final int ONE_MEBIBYTE = 1 << 20;

    private final TokenCounter counter = TokenCounter.o200k();

    @Test
    void countsNothingInNothing() {
        assertThat(counter.count("")).isZero();
    }

    @Test
    void countsAsTiktokenDoes() {
        assertThat(counter.count("tiktoken is great!")).isEqualTo(6);
        assertThat(counter.count("hello world")).isEqualTo(2);
    }

    @Test
    void takesSpecialTokensForText() {
        assertThat(counter.count("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void survivesUnpairedSurrogatesAndNulBytes() {
        assertThat(counter.count("\ud83d\0\ude00\ud83d")).isPositive();
    }

    @Test
    void doesNotCutEmojiInHalves() {
        assertThat(counter.count("\ud83d\ude00".repeat(1_000))).isEqualTo(1_000);
    }

    @Test
    void countsAPromptWithItsFrames() {
        var prompt = Prompt.of("m", List.of(Message.of(Role.USER, "hello world")), Sampling.DEFAULT);

        assertThat(counter.count(prompt)).isEqualTo(2 + 4 + 3);
    }

    @Test
    void countsToolsCallsResultsAndImages() {
        var messages = List.of(
                new Message(Role.USER, List.of(new Content.Image("https://example.org/a.png", "low"))),
                new Message(Role.ASSISTANT, List.of(new Content.ToolCall("1", "hello", "world"))),
                new Message(Role.TOOL, List.of(new Content.ToolResult("1", "hello world"))));
        var tools = List.of(new ToolSpec("hello", null, null, null));
        var prompt = new Prompt("m", messages, tools, null, Sampling.DEFAULT, Map.of());

        assertThat(counter.count(prompt)).isEqualTo(3 + 3 * 4 + 85 + (8 + 2) + 2 + (8 + 1));
    }

    @Test
    void estimatesALongTextFromSamples() {
        var sentence = "The quick brown fox, 4 years old, jumps over the lazy dog.\n";
        var once = counter.count(sentence);

        assertThat(counter.count(sentence.repeat(20_000))).isCloseTo(once * 20_000, Percentage.withPercentage(3));
    }

    @Test
    void estimatesALongPromptFromSamplesOfEveryMessage() {
        var sentence = "The quick brown fox, 4 years old, jumps over the lazy dog.\n".repeat(100);
        var messages = new ArrayList<Message>();
        IntStream.range(0, 200).forEach(i -> messages.add(Message.of(Role.USER, sentence)));
        var whole = 200 * (counter.count(sentence) + 4) + 3;

        assertThat(counter.count(Prompt.of("m", messages, Sampling.DEFAULT)))
                .isCloseTo(whole, Percentage.withPercentage(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "!", "\n", "8", "\u4e2d", "\ud83d\ude00", "aB", "a ", " \n"})
    void countsAHostileMebibyteWithinFiftyMilliseconds(String unit) {
        var text = unit.repeat(ONE_MEBIBYTE / unit.length());

        assertThat(fastestOf(5, () -> counter.count(text))).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void countsTheWorstWordsWithinFiftyMilliseconds() {
        var random = new Random(7);
        var text = new StringBuilder();
        random.ints(ONE_MEBIBYTE, 0x4e00, 0x9000).forEach(c -> text.append((char) c));
        var worst = text.toString();

        assertThat(fastestOf(5, () -> counter.count(worst))).isLessThan(Duration.ofMillis(50));
    }

    /** The processor time of the best of a few runs, so that a busy machine does not fail the test. */
    private static Duration fastestOf(int runs, Runnable work) {
        var clock = ManagementFactory.getThreadMXBean();
        return Duration.ofNanos(LongStream.range(0, runs)
                .map(run -> {
                    var begin = clock.getCurrentThreadCpuTime();
                    work.run();
                    return clock.getCurrentThreadCpuTime() - begin;
                })
                .min()
                .orElseThrow());
    }
}
