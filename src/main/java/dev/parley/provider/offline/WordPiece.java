package dev.parley.provider.offline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns texts into the numbers that BERT was trained with: the longest pieces of each word that its vocabulary has. Immutable.
 *
 * <p>Our own because it is small and exact (the test compares it with what Hugging Face's tokenizers make of the same texts), while their
 * Java library brings a native one of 14 MB, which can't be loaded by a second class loader and is downloaded on machines with CUDA.
 * Unlike that, a text can't hold markers: "[SEP]" in it is five characters.
 */
final class WordPiece {

    private static final int LONGEST_WORD = 100;
    private static final String INSIDE = "##";

    private final Map<String, Integer> vocabulary;
    private final int begin;
    private final int end;
    private final int unknown;

    private WordPiece(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
        begin = vocabulary.get("[CLS]");
        end = vocabulary.get("[SEP]");
        unknown = vocabulary.get("[UNK]");
    }

    /** Reads Hugging Face's {@code tokenizer.json}. */
    static WordPiece read(InputStream tokenizer) throws IOException {
        var vocabulary = new HashMap<String, Integer>();
        Json.MAPPER.readTree(tokenizer).at("/model/vocab").properties().forEach(piece -> put(vocabulary, piece));
        return new WordPiece(vocabulary);
    }

    private static void put(Map<String, Integer> vocabulary, Map.Entry<String, JsonNode> piece) {
        vocabulary.put(piece.getKey(), piece.getValue().intValue());
    }

    /** The numbers of {@code text} with those of its begin and end, at most {@code most}; what is beyond is left out. */
    long[] numbers(String text, int most) {
        var numbers = new long[most];
        numbers[0] = begin;
        int count = 1;
        var words = BertWords.of(text);
        while (count < most - 1 && words.hasNext()) {
            count = word(words.next(), numbers, count);
        }
        numbers[count++] = end;
        return Arrays.copyOf(numbers, count);
    }

    /** Leaves room for the end. */
    private int word(String word, long[] numbers, int first) {
        int count = first;
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            numbers[count++] = unknown;
            return count;
        }
        for (int from = 0; from < word.length(); ) {
            int to = longest(word, from);
            if (to < 0) {
                // a word of which one part is unknown is unknown as a whole
                numbers[first] = unknown;
                return first + 1;
            }
            if (count < numbers.length - 1) {
                numbers[count++] = vocabulary.get(piece(word, from, to));
            }
            from = to;
        }
        return count;
    }

    private int longest(String word, int from) {
        for (int to = word.length(); to > from; to = word.offsetByCodePoints(to, -1)) {
            if (vocabulary.containsKey(piece(word, from, to))) {
                return to;
            }
        }
        return -1;
    }

    private static String piece(String word, int from, int to) {
        return from == 0 ? word.substring(0, to) : INSIDE + word.substring(from, to);
    }
}
