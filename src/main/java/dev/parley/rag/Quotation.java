package dev.parley.rag;

import dev.parley.token.Words;

/** Whether words stand in a text: white space, the kind of quotation marks and dashes, and capitals do not count. */
final class Quotation {

    private Quotation() {}

    /** Where {@code quote} stands in {@code text}; null when it does not. Parts around an ellipsis may stand apart, in their order. */
    static Words.Sentence find(String quote, String text) {
        var plain = new Plain(text);
        int from = 0;
        int begin = -1;
        int end = -1;
        for (var part : quote.split("\\.{3}|\u2026|\\[\u2026]")) {
            var wanted = new Plain(part).text.toString().strip();
            if (wanted.isEmpty()) {
                continue;
            }
            int at = plain.text.indexOf(wanted, from);
            if (at < 0) {
                return null;
            }
            begin = begin < 0 ? at : begin;
            end = at + wanted.length();
            from = end;
        }
        return begin < 0 ? null : new Words.Sentence(plain.places[begin], plain.places[end - 1] + 1);
    }

    /** A text as it is compared, and where each of its characters stands in the original. */
    private static final class Plain {

        private final StringBuilder text = new StringBuilder();
        private final int[] places;

        Plain(String original) {
            places = new int[original.length()];
            for (int i = 0; i < original.length(); i++) {
                char c = plain(original.charAt(i));
                if (c != ' ' || !text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                    places[text.length()] = i;
                    text.append(c);
                }
            }
        }

        private static char plain(char c) {
            return switch (c) {
                case '"', '\u201c', '\u201d', '\u201e', '\u2018', '\u2019', '\u00ab', '\u00bb', '`' -> '\'';
                case '\u2013', '\u2014', '\u2011' -> '-';
                default -> Character.isWhitespace(c) || c == '\u00a0' ? ' ' : Character.toLowerCase(c);
            };
        }
    }
}
