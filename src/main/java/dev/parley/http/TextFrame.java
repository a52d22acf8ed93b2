package dev.parley.http;

import java.nio.charset.StandardCharsets;

/** JSON that is always the same but for one string in it, as bytes: the event of a stream that comes once per token. */
public final class TextFrame {

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

    private final byte[] before;
    private final byte[] after;

    /**
     * @param before ends with the string's opening quote
     * @param after begins with its closing one
     */
    public TextFrame(String before, String after) {
        this.before = before.getBytes(StandardCharsets.UTF_8);
        this.after = after.getBytes(StandardCharsets.UTF_8);
    }

    /** The frame with {@code text} in it, escaped, as UTF-8; half a surrogate pair becomes a question mark. */
    public byte[] around(String text) {
        int length = length(text);
        var bytes = new byte[before.length + length + after.length];
        System.arraycopy(before, 0, bytes, 0, before.length);
        write(text, bytes, before.length);
        System.arraycopy(after, 0, bytes, before.length + length, after.length);
        return bytes;
    }

    private static int length(String text) {
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
                length++;
            }
        }
        return length;
    }

    private static void write(String text, byte[] to, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                at = ascii(c, to, at);
            } else if (isPair(text, i)) {
                at = wide(Character.toCodePoint(c, text.charAt(++i)), to, at);
            } else {
                at = wide(Character.isSurrogate(c) ? '?' : c, to, at);
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
        to[at++] = '\\';
        if (SHORT[c] != 0) {
            to[at++] = SHORT[c];
            return at;
        }
        to[at++] = 'u';
        to[at++] = '0';
        to[at++] = '0';
        to[at++] = HEX[c >> 4];
        to[at++] = HEX[c & 0xF];
        return at;
    }

    private static int wide(int c, byte[] to, int from) {
        int at = from;
        if (c < 0x80) {
            to[at++] = (byte) c;
        } else if (c < 0x800) {
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
