package dev.parley.rag.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads text from bytes: UTF-8, UTF-16 where a byte order mark says so, or Windows-1252 where neither fits. */
final class PlainText {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private PlainText() {}

    /** @throws Unreadable for bytes that are no text */
    static String of(byte[] bytes) throws Unreadable {
        var text = decoded(bytes);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b) {
                throw new Unreadable("It is called a text and is none: character %d is U+%04X.".formatted(i, (int) c));
            }
        }
        return text;
    }

    private static String decoded(byte[] bytes) throws Unreadable {
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return strictly(StandardCharsets.UTF_16LE, bytes, 2);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return strictly(StandardCharsets.UTF_16BE, bytes, 2);
        }
        try {
            return decode(StandardCharsets.UTF_8, bytes, startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0);
        } catch (CharacterCodingException otherCharset) {
            return strictly(WINDOWS, bytes, 0);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static String strictly(Charset charset, byte[] bytes, int from) throws Unreadable {
        try {
            return decode(charset, bytes, from);
        } catch (CharacterCodingException noText) {
            throw new Unreadable("It is called a text and is none: its bytes are not " + charset.name() + ".", noText);
        }
    }

    private static String decode(Charset charset, byte[] bytes, int from) throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                .toString();
    }
}
