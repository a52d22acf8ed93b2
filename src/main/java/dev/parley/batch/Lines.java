package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The lines of a JSONL file, one after the other; blank ones are counted and left out. UTF-8 and nothing else. */
final class Lines {

    private static final int BUFFER = 64 << 10;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 10);
    private int at;
    private int end;
    private int number;
    private boolean over;

    /** @param longest bytes that a line may have */
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** The number of the line that was read last, from 1. */
    int number() {
        return number;
    }

    /**
     * The next line that is not blank, null at the end.
     *
     * @throws ApiException {@code BAD_REQUEST} when the file is not UTF-8, {@code PAYLOAD_TOO_LARGE} when a line is too long
     */
    String next() throws IOException {
        while (!over) {
            var text = read();
            if (!text.isBlank()) {
                return text;
            }
        }
        return null;
    }

    private String read() throws IOException {
        line.reset();
        number++;
        while (true) {
            if (at == end && !fill()) {
                over = true;
                return text();
            }
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.write(buffer, from, at - from);
            if (line.size() > longest) {
                throw new ApiException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "Line %d is longer than the %d bytes allowed (parley.batches.max-line)."
                                .formatted(number, longest));
            }
            if (at < end) {
                at++;
                return text();
            }
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private String text() {
        var bytes = line.toByteArray();
        int skip = number == 1 && startsWithMark(bytes) ? MARK.length : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip))
                    .toString()
                    .strip();
        } catch (CharacterCodingException otherEncoding) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "Line %d is not UTF-8; save the file in that encoding.".formatted(number),
                    otherEncoding);
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }
}
