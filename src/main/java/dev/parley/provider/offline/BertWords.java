package dev.parley.provider.offline;

import java.text.Normalizer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The words of a text as BERT's uncased models see it: lower case without accents, divided at white space; punctuation and CJK ideographs
 * are words of their own. The rules are those of the {@code BertNormalizer} and {@code BertPreTokenizer} of Hugging Face's tokenizers.
 */
final class BertWords implements Iterator<String> {

    /** Far more than a model can read, so that nobody pays for the rest of a book. */
    private static final int MOST_CHARACTERS = 16_384;

    private final String text;
    private int at;

    private BertWords(String text) {
        this.text = text;
        skipSpaces();
    }

    static BertWords of(String text) {
        var begin = text.strip();
        var bounded = begin.length() <= MOST_CHARACTERS ? begin : begin.substring(0, MOST_CHARACTERS);
        return new BertWords(lowerCase(Normalizer.normalize(cleaned(bounded), Normalizer.Form.NFD)));
    }

    private static String cleaned(String text) {
        var clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isSpace(c)) {
                clean.append(' ');
            } else if (isIdeograph(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
            } else if (!isControl(c)) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    private static String lowerCase(String decomposed) {
        var lower = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> lower.appendCodePoint(Character.toLowerCase(c)));
        return lower.toString();
    }

    private static boolean isSpace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isControl(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE -> true;
            default -> c == 0xFFFD;
        };
    }

    private static boolean isIdeograph(int c) {
        return c >= 0x4E00 && c <= 0x9FFF
                || c >= 0x3400 && c <= 0x4DBF
                || c >= 0x20000 && c <= 0x2CEAF
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0x2F800 && c <= 0x2FA1F;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    @Override
    public boolean hasNext() {
        return at < text.length();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int from = at;
        do {
            at += Character.charCount(text.codePointAt(at));
        } while (at < text.length() && !isBoundary(from));
        var word = text.substring(from, at);
        skipSpaces();
        return word;
    }

    private boolean isBoundary(int from) {
        int c = text.codePointAt(at);
        return isSpace(c) || isPunctuation(c) || isPunctuation(text.codePointAt(from));
    }

    private void skipSpaces() {
        while (at < text.length() && isSpace(text.codePointAt(at))) {
            at++;
        }
    }
}
