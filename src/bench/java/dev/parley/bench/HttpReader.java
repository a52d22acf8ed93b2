package dev.parley.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the HTTP/1.1 messages of one connection, in whatever pieces they arrive. Heads are bounded; bodies are handed
 * on without a copy and are framed by a length, by chunks or, for answers only, by the end of the connection; as that of an upgrade, whatever
 * its head says.
 */
final class HttpReader {
    /** Hears each message in order: its head, its body piece by piece, its end. */
    interface Listener {
        void head(String head);

        void body(byte[] bytes, int from, int to);

        void end();
    }

    private enum State {
        HEAD,
        LENGTH,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE
    }

    private static final int MAX_HEAD = 32 * 1024;
    private static final String UPGRADED = "HTTP/1.1 101 ";
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("\r\ntransfer-encoding: *chunked");

    private final Listener listener;
    private final boolean answers;
    private State state = State.HEAD;
    private byte[] head = new byte[1024];
    private int headLength;
    private long remaining;
    private int trailerLine;

    private HttpReader(Listener listener, boolean answers) {
        this.listener = listener;
        this.answers = answers;
    }

    static HttpReader ofRequests(Listener listener) {
        return new HttpReader(listener, false);
    }

    static HttpReader ofAnswers(Listener listener) {
        return new HttpReader(listener, true);
    }

    void accept(byte[] bytes, int length) {
        int at = 0;
        while (at < length) {
            at = switch (state) {
                case HEAD -> head(bytes, at);
                case LENGTH, CHUNK -> body(bytes, at, (int) Math.min(length, at + remaining));
                case UNTIL_CLOSE -> body(bytes, at, length);
                case CHUNK_SIZE -> chunkSize(bytes[at], at);
                case CHUNK_END -> chunkEnd(bytes[at], at);
                case TRAILER -> trailer(bytes[at], at);
            };
        }
    }

    /** The peer has closed: ends a message framed by that, and tells whether nothing was cut off. */
    boolean closed() {
        if (state == State.UNTIL_CLOSE) {
            end();
        }
        return state == State.HEAD && headLength == 0;
    }

    private int head(byte[] bytes, int at) {
        if (headLength == head.length) {
            if (headLength == MAX_HEAD) {
                throw new IllegalStateException("an HTTP head of more than " + MAX_HEAD + " bytes");
            }
            head = Arrays.copyOf(head, headLength * 2);
        }
        head[headLength++] = bytes[at];
        if (headLength >= 4 && bytes[at] == '\n' && head[headLength - 2] == '\r' && head[headLength - 3] == '\n') {
            begin(new String(head, 0, headLength, StandardCharsets.ISO_8859_1));
        }
        return at + 1;
    }

    private void begin(String text) {
        headLength = 0;
        String lower = text.toLowerCase(Locale.ROOT);
        var length = LENGTH.matcher(lower);
        boolean sized = length.find();
        remaining = sized ? Long.parseLong(length.group(1)) : 0;
        if (text.startsWith(UPGRADED)) {
            state = State.UNTIL_CLOSE;
        } else if (CHUNKED.matcher(lower).find()) {
            state = State.CHUNK_SIZE;
        } else {
            state = answers && !sized ? State.UNTIL_CLOSE : State.LENGTH;
        }
        listener.head(text);
        if (state == State.LENGTH && remaining == 0) {
            end();
        }
    }

    private int body(byte[] bytes, int from, int to) {
        listener.body(bytes, from, to);
        remaining -= to - from;
        if (remaining == 0 && state == State.LENGTH) {
            end();
        } else if (remaining == 0 && state == State.CHUNK) {
            state = State.CHUNK_END;
        }
        return to;
    }

    private int chunkSize(byte octet, int at) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            remaining = remaining * 16 + digit;
        } else if (octet == '\n') {
            state = remaining == 0 ? State.TRAILER : State.CHUNK;
            trailerLine = 0;
        }
        return at + 1;
    }

    private int chunkEnd(byte octet, int at) {
        if (octet == '\n') {
            state = State.CHUNK_SIZE;
        }
        return at + 1;
    }

    private int trailer(byte octet, int at) {
        if (octet == '\n' && trailerLine == 0) {
            end();
        } else if (octet != '\r') {
            trailerLine = octet == '\n' ? 0 : trailerLine + 1;
        }
        return at + 1;
    }

    private void end() {
        state = State.HEAD;
        listener.end();
    }
}
