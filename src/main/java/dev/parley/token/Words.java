package dev.parley.token;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The words of a text that say something, for judging without a model what two texts have in common. */
public final class Words {

    /** A sentence by its place in the text: from {@code begin} to before {@code end}, without white space around it. */
    public record Sentence(int begin, int end) {

        public String of(String text) {
            return text.substring(begin, end);
        }
    }

    private static final Set<String> EMPTY = Set.of(
            ("a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may"
                            + " me my no not of on one or our s she should so such t than that the their them then there these they"
                            + " this those to us was we were what when where which who whom whose why will with would you your")
                    .split(" "));
    private static final List<String> ENDINGS =
            List.of("ations", "ation", "ings", "ing", "edly", "ies", "ed", "es", "s");
    private static final int SHORTEST_STEM = 3;

    private Words() {}

    /** The distinct words of {@code text} in order, in lower case, without their endings and without those that every text has. */
    public static Set<String> of(String text) {
        var words = new LinkedHashSet<String>();
        int begin = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (inside && begin < 0) {
                begin = i;
            } else if (!inside && begin >= 0) {
                var word = text.substring(begin, i).toLowerCase(Locale.ROOT);
                if (!EMPTY.contains(word)) {
                    words.add(stem(word));
                }
                begin = -1;
            }
        }
        return words;
    }

    private static String stem(String word) {
        for (var ending : ENDINGS) {
            if (word.length() - ending.length() >= SHORTEST_STEM && word.endsWith(ending)) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }

    /** The share of {@code words} that are in {@code others}; 0 when there are none. */
    public static double share(Set<String> words, Set<String> others) {
        return words.isEmpty()
                ? 0
                : (double) words.stream().filter(others::contains).count() / words.size();
    }

    /** The sentences of a text. An empty line ends one too, and headings, rows of tables and items of lists begin with their line. */
    public static List<Sentence> sentences(String text) {
        var sentences = new ArrayList<Sentence>();
        int paragraph = 0;
        for (int from = 0; from < text.length(); ) {
            int to = text.indexOf('\n', from) + 1;
            to = to == 0 ? text.length() : to;
            boolean alone = standsAlone(text, from, to);
            if (alone || text.startsWith("- ", from) || text.startsWith("* ", from)) {
                addSentences(text, paragraph, from, sentences);
                paragraph = from;
            }
            if (alone) {
                addStripped(text, from, to, sentences);
                paragraph = to;
            }
            from = to;
        }
        addSentences(text, paragraph, text.length(), sentences);
        return sentences;
    }

    private static boolean standsAlone(String text, int from, int to) {
        char first = text.charAt(from);
        return first == '#'
                || first == '|'
                || text.startsWith("```", from)
                || text.substring(from, to).isBlank();
    }

    private static void addSentences(String text, int from, int to, List<Sentence> sentences) {
        var breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text.substring(from, to));
        int begin = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; begin = end, end = breaks.next()) {
            addStripped(text, from + begin, from + end, sentences);
        }
    }

    private static void addStripped(String text, int from, int to, List<Sentence> sentences) {
        int begin = from;
        int end = to;
        while (begin < end && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        if (begin < end) {
            sentences.add(new Sentence(begin, end));
        }
    }
}
