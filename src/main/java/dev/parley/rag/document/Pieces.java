package dev.parley.rag.document;

import dev.parley.token.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The smallest pieces that a text is cut into: sentences and lines of tables, each with what it stands under. */
final class Pieces {

    /**
     * @param begin first character
     * @param end after its last one
     * @param heading the headings above it, null for none
     * @param section rises with every heading
     */
    record Piece(int begin, int end, String heading, int section) {}

    private static final Pattern HEADING = Pattern.compile("(#{1,6})[ \\t]+(.*?)[ \\t#]*");
    private static final int LONGEST_HEADING = 200;

    /** Of one token, roughly: so much of a sentence is kept together at most. */
    private static final int CHARACTERS = 3;

    private final String text;
    private final int longest;
    private final List<Piece> pieces = new ArrayList<>();
    private final Deque<String> headings = new ArrayDeque<>();
    private final Deque<Integer> levels = new ArrayDeque<>();
    private String heading;
    private int section;
    private boolean code;

    private Pieces(String text, int mostTokens) {
        this.text = text;
        this.longest = Math.max(1, mostTokens * CHARACTERS);
    }

    /** Lines that begin with {@code #} are headings; lines with {@code |} and lists are kept as lines; all else is sentences. */
    static List<Piece> ofText(String text, int mostTokens) {
        var pieces = new Pieces(text, mostTokens);
        pieces.cut();
        return pieces.pieces;
    }

    /** The lines of a table, each under its first one. */
    static List<Piece> ofTable(String text, int mostTokens) {
        var pieces = new Pieces(text, mostTokens);
        int end = pieces.lineEnd(0);
        var header = text.substring(0, end).strip();
        for (int from = end; from < text.length(); from = pieces.lineEnd(from)) {
            pieces.heading = header.length() <= LONGEST_HEADING ? header : header.substring(0, LONGEST_HEADING);
            pieces.addPiece(from, pieces.lineEnd(from));
        }
        if (pieces.pieces.isEmpty()) {
            pieces.addPiece(0, text.length());
        }
        return pieces.pieces;
    }

    private void cut() {
        int paragraph = 0;
        for (int from = 0; from < text.length(); ) {
            int to = lineEnd(from);
            var line = text.substring(from, Math.min(to, from + longest)).strip();
            if (isFence(line)) {
                code = !code;
            }
            var title = HEADING.matcher(line);
            if (!code && title.matches()) {
                addSentences(paragraph, from);
                enter(title.group(1).length(), title.group(2));
                addPiece(from, to);
                paragraph = to;
            } else if (line.isEmpty()) {
                addSentences(paragraph, from);
                paragraph = to;
            } else if (isLine(line)) {
                addSentences(paragraph, from);
                addPiece(from, to);
                paragraph = to;
            }
            from = to;
        }
        addSentences(paragraph, text.length());
    }

    private static boolean isFence(String line) {
        return line.startsWith("```") || line.startsWith("~~~");
    }

    private boolean isLine(String line) {
        return code || isFence(line) || line.indexOf('|') >= 0 || line.startsWith("- ") || line.startsWith("* ");
    }

    /** After the end of the line that begins at {@code from}. */
    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }

    private void enter(int level, String title) {
        while (!levels.isEmpty() && levels.getLast() >= level) {
            levels.removeLast();
            headings.removeLast();
        }
        levels.addLast(level);
        headings.addLast(title.length() <= LONGEST_HEADING ? title : title.substring(0, LONGEST_HEADING));
        heading = String.join(" > ", headings);
        section++;
    }

    private void addSentences(int from, int to) {
        if (from < to) {
            for (var sentence : Words.sentences(text.substring(from, to))) {
                addPiece(from + sentence.begin(), from + sentence.end());
            }
        }
    }

    /** Adds what is not blank, in several pieces when it is too long. */
    private void addPiece(int from, int to) {
        int begin = from;
        while (begin < to && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        int end = to;
        while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        while (begin < end) {
            int next = end - begin <= longest ? end : cutWithin(begin, begin + longest);
            pieces.add(new Piece(begin, next, heading, section));
            begin = next;
        }
    }

    /** After the last white space before {@code to}; never within a surrogate pair. */
    private int cutWithin(int from, int to) {
        for (int at = to; at > from + longest / 2; at--) {
            if (Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        return Character.isHighSurrogate(text.charAt(to - 1)) && to - 1 > from ? to - 1 : to;
    }
}
