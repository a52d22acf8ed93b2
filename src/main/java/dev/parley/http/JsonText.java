package dev.parley.http;

import java.nio.charset.StandardCharsets;

/**
 * What stands between the quotes of a JSON string, as UTF-8 straight into an array. Half a surrogate pair stays what it is, as an
 * escape: its other half may come with the next text.
 */
final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What follows the backslash for the characters below the space; 0 where only {@code u00xx} will do. */
    private static final byte[] SHORT = new byte[' '];

    static {
        SHORT['\b'] = 'b';
        SHORT['\t'] = 't';
        SHORT['\n'] = 'n';
        SHORT['\f'] = 'f';
        SHORT['\r'] = 'r';
    }

    private JsonText() {}

    /** How many bytes {@link #write} takes. */
    static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                length += SHORT[c] == 0 ? 6 : 2;
            } else if (c < 0x80) {
                length += c == '"' || c == '\\' ? 2 : 1;
            } else if (c < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(c)) {
                length += 3;
            } else if (isPair(text, i)) {
                length += 4;
                i++;
            } else {
                length += 6;
            }
        }
        return length;
    }

    static void write(String text, byte[] to, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                at = ascii(c, to, at);
            } else if (isPair(text, i)) {
                at = wide(Character.toCodePoint(c, text.charAt(++i)), to, at);
            } else {
                at = Character.isSurrogate(c) ? escaped(c, to, at) : wide(c, to, at);
            }
        }
    }

    private static boolean isPair(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    private static int ascii(char c, byte[] to, int from) {
        int at = from;
        if (c >= ' ') {
            if (c == '"' || c == '\\') {
                to[at++] = '\\';
            }
            to[at++] = (byte) c;
            return at;
        }
        if (SHORT[c] == 0) {
            return escaped(c, to, at);
        }
        to[at++] = '\\';
        to[at++] = SHORT[c];
        return at;
    }

    private static int escaped(char c, byte[] to, int from) {
        int at = from;
        to[at++] = '\\';
        to[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            to[at++] = HEX[c >> shift & 0xF];
        }
        return at;
    }

    private static int wide(int c, byte[] to, int from) {
        int at = from;
        if (c < 0x800) {
            to[at++] = (byte) (0xC0 | c >> 6);
            to[at++] = (byte) (0x80 | c & 0x3F);
        } else {
            if (c < 0x1_0000) {
                to[at++] = (byte) (0xE0 | c >> 12);
            } else {
                to[at++] = (byte) (0xF0 | c >> 18);
                to[at++] = (byte) (0x80 | c >> 12 & 0x3F);
            }
            to[at++] = (byte) (0x80 | c >> 6 & 0x3F);
            to[at++] = (byte) (0x80 | c & 0x3F);
        }
        return at;
    }
}
