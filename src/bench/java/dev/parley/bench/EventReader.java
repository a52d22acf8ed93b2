package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.BiConsumer;

/** Takes the events out of an SSE body, in whatever pieces it arrives; comments and unknown fields are passed over. */
final class EventReader {
    private static final int MAX_LINE = 1024 * 1024;

    private final BiConsumer<String, String> listener;
    private byte[] line = new byte[512];
    private int length;
    private String name = "";
    private String data;

    /** The listener gets the name, empty where the event has none, and the data. */
    EventReader(BiConsumer<String, String> listener) {
        this.listener = listener;
    }

    void accept(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                endOfLine(length > 0 && line[length - 1] == '\r' ? length - 1 : length);
                length = 0;
            } else {
                append(bytes[at]);
            }
        }
    }

    private void append(byte octet) {
        if (length == MAX_LINE) {
            throw new IllegalStateException("an SSE line of more than " + MAX_LINE + " bytes");
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, length * 2);
        }
        line[length++] = octet;
    }

    private void endOfLine(int end) {
        if (end == 0) {
            if (data != null) {
                listener.accept(name, data);
            }
            name = "";
            data = null;
        } else if (startsWith("event:", end)) {
            name = value("event:", end);
        } else if (startsWith("data:", end)) {
            String more = value("data:", end);
            data = data == null ? more : data + "\n" + more;
        }
    }

    private boolean startsWith(String field, int end) {
        if (end < field.length()) {
            return false;
        }
        for (int i = 0; i < field.length(); i++) {
            if (line[i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String value(String field, int end) {
        int from = field.length();
        if (from < end && line[from] == ' ') {
            from++;
        }
        return new String(line, from, end - from, UTF_8);
    }
}
