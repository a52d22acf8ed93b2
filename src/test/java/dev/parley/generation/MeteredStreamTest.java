package dev.parley.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.ReasoningDelta;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.provider.FakeProvider;
import dev.parley.provider.House;
import dev.parley.token.TokenCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeteredStreamTest {

    private static final End STOP = new End(FinishReason.STOP);
    private static final UsageDelta USED = new UsageDelta(Usage.reported(3, 2));

    private final FakeProvider provider = new FakeProvider("fake");

    @Test
    void anAnswerWithinWhatIsPaidPassesAsItCame() {
        Delta[] whole = {
            new ReasoningDelta("hm"), new TextDelta("Hello"), new ToolCallDelta(0, "a", "time", ""), USED, STOP
        };

        assertThat(read(100, whole)).containsExactly(whole);
        assertThat(provider.openStreams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, 51, 199})
    void anAnswerEndsWithTheFirstPieceThatIsMoreThanWhatIsPaid(int most) {
        var words =
                Stream.generate(() -> (Delta) new TextDelta(" word")).limit(200).toArray(Delta[]::new);

        var read = read(most, words);

        // each is a token
        assertThat(read.subList(0, read.size() - 1)).hasSize(most + 1);
        assertThat(read.getLast()).isEqualTo(new End(FinishReason.BUDGET));
        assertThat(provider.openStreams()).isZero();
    }

    @ParameterizedTest
    @MethodSource("endless")
    void whateverTheAnswerIsMadeOfItEnds(Delta piece) {
        var read = read(20, Stream.generate(() -> piece).limit(500).toArray(Delta[]::new));

        assertThat(read.getLast()).isEqualTo(new End(FinishReason.BUDGET));
        assertThat(TokenCounter.o200k().count(text(read))).isLessThanOrEqualTo(20 + tokens(piece));
    }

    static Stream<Delta> endless() {
        return Stream.of(
                new TextDelta("word "),
                new TextDelta("🌍漢字"),
                new ReasoningDelta("thinking, "),
                new ToolCallDelta(0, null, null, "{\"city\":\"Oslo\"}"));
    }

    @Test
    void anAnswerOfExactlyWhatIsPaidIsWhole() {
        assertThat(read(2, new TextDelta(" word"), new TextDelta(" word"), USED, STOP))
                .endsWith(USED, STOP);
    }

    private List<Delta> read(int most, Delta... deltas) {
        provider.answers(deltas);
        var read = new ArrayList<Delta>();
        var call = House.call(provider, Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM), new Watch());
        try (var metered = new MeteredStream(call, most)) {
            assertThat(metered.model()).isEqualTo("fake/m");
            do {
                read.add(metered.next());
            } while (!(read.getLast() instanceof End));
        }
        return read;
    }

    private static int tokens(Delta piece) {
        return TokenCounter.o200k().count(text(List.of(piece)));
    }

    private static String text(List<Delta> deltas) {
        return deltas.stream()
                .map(delta -> switch (delta) {
                    case TextDelta piece -> piece.text();
                    case ReasoningDelta thought -> thought.text();
                    case ToolCallDelta call -> call.arguments();
                    case Delta.Progress progress -> "";
                    case UsageDelta usage -> "";
                    case End end -> "";
                })
                .collect(Collectors.joining());
    }
}
