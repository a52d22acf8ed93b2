package dev.parley.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code word-pieces.txt} was written by Hugging Face's tokenizers 0.21 (DJL 0.36.0) with the model's own {@code tokenizer.json}. */
class WordPieceTest {

    private final WordPiece words = read();

    static Stream<Arguments> texts() throws IOException {
        try (var file = WordPieceTest.class.getResourceAsStream("word-pieces.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> Arguments.of((Object[]) line.split("\u241e")));
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void cutsTextsAsTheOriginalDoes(String text, String numbers) {
        assertThat(spelled(words.numbers(text, 256))).isEqualTo(numbers);
    }

    @Test
    void takesMarkersInATextForText() {
        assertThat(words.numbers("a [SEP] b", 256)).hasSize(7).containsOnlyOnce(102);
    }

    @Test
    void leavesOutWhatIsBeyondTheMost() {
        var all = words.numbers("one two unaffable three four", 256);

        for (int most = 3; most < all.length; most++) {
            var some = words.numbers("one two unaffable three four", most);
            assertThat(some).hasSize(most).endsWith(102);
            assertThat(Arrays.copyOf(some, most - 1)).isEqualTo(Arrays.copyOf(all, most - 1));
        }
    }

    @Test
    void readsTextsOfAnyLengthInBoundedTime() {
        assertThat(words.numbers("a ".repeat(1_000_000), 256)).hasSize(256);
        assertThat(words.numbers("x".repeat(1_000_000), 256)).containsExactly(101, 100, 102);
        assertThat(words.numbers("\ud83d", 256)).containsExactly(101, 102);
        assertThat(words.numbers("", 256)).containsExactly(101, 102);
        assertThat(words.numbers(" \n ", 256)).containsExactly(101, 102);
    }

    private static String spelled(long[] numbers) {
        return Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    private static WordPiece read() {
        try (var tokenizer = WordPieceTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
            return WordPiece.read(tokenizer);
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
