package dev.parley.http;

import java.nio.charset.StandardCharsets;

/**
 * JSON that is always the same but for one string in it, and before that perhaps a number, as bytes: the event of a stream that comes
 * once per token.
 */
public final class TextFrame {

    private static final byte[] NO_NUMBER = {};

    private final byte[] beforeNumber;
    private final byte[] before;
    private final byte[] after;

    /**
     * @param before ends with the string's opening quote
     * @param after begins with its closing one
     */
    public TextFrame(String before, String after) {
        this("", before, after);
    }

    /**
     * A frame with a number too.
     *
     * @param beforeNumber what stands before the number
     * @param before what stands between the two; ends with the string's opening quote
     * @param after begins with its closing one
     */
    public TextFrame(String beforeNumber, String before, String after) {
        this.beforeNumber = beforeNumber.getBytes(StandardCharsets.UTF_8);
        this.before = before.getBytes(StandardCharsets.UTF_8);
        this.after = after.getBytes(StandardCharsets.UTF_8);
    }

    /** The frame with {@code text} in it, escaped, as UTF-8. */
    public byte[] around(String text) {
        return around(NO_NUMBER, text);
    }

    /** The frame with both in it. */
    public byte[] around(int number, String text) {
        return around(Integer.toString(number).getBytes(StandardCharsets.ISO_8859_1), text);
    }

    private byte[] around(byte[] number, String text) {
        int length = JsonText.length(text);
        var bytes = new byte[beforeNumber.length + number.length + before.length + length + after.length];
        int at = put(before, bytes, put(number, bytes, put(beforeNumber, bytes, 0)));
        JsonText.write(text, bytes, at);
        put(after, bytes, at + length);
        return bytes;
    }

    private static int put(byte[] part, byte[] to, int from) {
        System.arraycopy(part, 0, to, from, part.length);
        return from + part.length;
    }
}
