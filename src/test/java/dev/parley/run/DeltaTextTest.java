package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeltaTextTest {

    @Test
    void plainTextIsAsShortAsItCanBe() {
        assertThat(write(new Delta.TextDelta("Hel"), new Delta.TextDelta("lo"))).isEqualTo("[1,\"Hel\",\"lo\"]");
        assertThat(write()).isEqualTo("[1]");
        assertThat(DeltaText.read("[1]")).isEmpty();
    }

    @Test
    void anyEntriesComeBackAsTheyWere() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var deltas = Stream.generate(() -> delta(random))
                    .limit(random.nextInt(12))
                    .toArray(Delta[]::new);

            var text = write(deltas);

            assertThat(DeltaText.read(text)).as("seed %d", seed).containsExactly(deltas);
            assertThat(text).as("seed %d", seed).doesNotContain("\0");
            // no database can change what UTF-8 keeps
            assertThat(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @Test
    void aPartOfAJournalIsWritten() {
        var journal = journal(new Delta.TextDelta("a"), new Delta.TextDelta("b"), new Delta.TextDelta("c"));

        assertThat(DeltaText.write(journal, 1, 2)).isEqualTo("[1,\"b\"]");
    }

    @Test
    void entriesOfALaterVersionAreNotGuessedAt() {
        assertThatIllegalStateException().isThrownBy(() -> DeltaText.read("[2,\"Hel\"]"));
        assertThatIllegalStateException().isThrownBy(() -> DeltaText.read("[1,[\"z\",1]]"));
    }

    private static Delta delta(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Delta.ReasoningDelta(text(random));
            case 7 ->
                new Delta.ToolEnd(
                        text(random),
                        null,
                        text(random),
                        random.nextInt(9),
                        random.nextBoolean() ? null : text(random));
            case 1 -> new Delta.ToolCallDelta(random.nextInt(20), text(random), text(random), text(random));
            case 2 -> new Delta.ToolCallDelta(random.nextInt(20), null, null, random.nextBoolean() ? "" : text(random));
            case 3 -> new Delta.TextDelta(text(random), "[{\"token\":\"" + text(random) + "\"}]");
            case 4 ->
                new Delta.UsageDelta(new Usage(
                        random.nextInt(),
                        random.nextInt(100_000),
                        random.nextInt(9),
                        random.nextInt(9),
                        random.nextBoolean()));
            case 5 -> new Delta.End(FinishReason.values()[random.nextInt(FinishReason.values().length)]);
            default -> new Delta.TextDelta(text(random));
        };
    }

    /** With quotes, control characters, whole pairs of surrogates and halves. */
    private static String text(Random random) {
        var pieces = List.of(
                "a", " ", "\"", "\\", "\n", "\0", "\u001f", "\u2028", "ä", "世", "🌍", "\ud83c", "\udf0d", "]", ",",
                "u");
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static String write(Delta... deltas) {
        return DeltaText.write(journal(deltas), 0, deltas.length);
    }

    private static Journal journal(Delta... deltas) {
        var journal = new Journal();
        for (var delta : deltas) {
            journal.append(delta);
        }
        return journal;
    }
}
