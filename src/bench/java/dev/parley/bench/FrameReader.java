package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Takes the messages out of the bytes of a WebSocket's server (RFC 6455 section 5), in whatever pieces they arrive. */
final class FrameReader {
    /** Hears what comes, in order. */
    interface Listener {
        void text(String message);

        void ping(byte[] payload);

        void closed(int code, String reason);
    }

    private static final int MAX_FRAME = 16 * 1024 * 1024;
    private static final int NO_CODE = 1005;

    private final Listener listener;
    private final StringBuilder begun = new StringBuilder();
    private byte[] held = new byte[1024];
    private int length;

    FrameReader(Listener listener) {
        this.listener = listener;
    }

    void accept(byte[] bytes, int from, int to) {
        if (length + to - from > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, length + to - from));
        }
        System.arraycopy(bytes, from, held, length, to - from);
        length += to - from;
        int at = 0;
        for (int end = frame(at); end > at; end = frame(at)) {
            at = end;
        }
        System.arraycopy(held, at, held, 0, length - at);
        length -= at;
    }

    /** Hands on the frame that begins at {@code at} and tells where it ends; {@code at} where it is not all there. */
    private int frame(int at) {
        if (length - at < 2) {
            return at;
        }
        int size = held[at + 1]; // a server masks nothing
        int more = size == 126 ? 2 : size == 127 ? 8 : 0;
        int start = at + 2 + more;
        if (start > length) {
            return at;
        }
        long payload = more == 0 ? size : number(at + 2, more);
        if (payload < 0 || payload > MAX_FRAME) {
            throw new IllegalStateException("a frame of " + payload + " bytes");
        }
        int end = start + (int) payload;
        if (end > length) {
            return at;
        }
        heard(held[at] & 0x0f, held[at] < 0, start, end);
        return end;
    }

    private long number(int from, int bytes) {
        long number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = number << 8 | held[i] & 0xff;
        }
        return number;
    }

    private void heard(int opcode, boolean last, int from, int to) {
        switch (opcode) {
            case 0, 1 -> text(new String(held, from, to - from, UTF_8), last);
            case 8 ->
                listener.closed(
                        to - from < 2 ? NO_CODE : (int) number(from, 2),
                        new String(held, Math.min(from + 2, to), Math.max(0, to - from - 2), UTF_8));
            case 9 -> listener.ping(Arrays.copyOfRange(held, from, to));
            default -> throw new IllegalStateException("a frame with opcode " + opcode);
        }
    }

    private void text(String piece, boolean last) {
        if (last && begun.isEmpty()) {
            listener.text(piece);
            return;
        }
        begun.append(piece);
        if (last) {
            listener.text(begun.toString());
            begun.setLength(0);
        }
    }
}
