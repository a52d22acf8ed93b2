package dev.parley.provider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads Server-Sent Events from bytes, as they come: an event is handed out as soon as its empty line is there, and nothing is read while
 * a whole event is buffered. It is handed out as a range of the reader's own buffer, valid until the next call, so that a JSON parser
 * reads straight from it.
 *
 * <p>Understands all three line ends, comments, {@code data} over several lines and a byte order mark (HTML Living Standard, section
 * 9.2.6). It departs from the standard in one thing: an event that the stream's end cuts off before its empty line is handed out too,
 * because some servers forget that line after their last event; JSON says by itself whether it is whole.
 */
final class SseReader {

    /** The longest event, with its comments; a longer one is a broken response. */
    static final int MOST_BYTES = 4 << 20;

    private static final int FIRST_BUFFER = 4_096;
    private static final String FIELD = "data";

    private final InputStream in;
    private final UpstreamFailures failures;

    private byte[] buffer = new byte[FIRST_BUFFER];
    /** Where the next line begins, and where the bytes read so far end. */
    private int position;

    private int limit;
    /** The data of the event, if it has any so far. */
    private boolean hasData;

    private int dataFrom;
    private int dataEnd;
    private boolean atStart = true;
    private boolean afterCarriageReturn;

    SseReader(InputStream in, UpstreamFailures failures) {
        this.in = in;
        this.failures = failures;
    }

    /**
     * Goes to the next event that has data; false at the end of the stream.
     *
     * @throws dev.parley.problem.ApiException PROVIDER_BROKEN_RESPONSE when the stream breaks off or an event is too long
     */
    boolean next() {
        hasData = false;
        try {
            for (int end = endOfLine(); end >= 0; end = endOfLine()) {
                boolean complete = line(position, end);
                afterCarriageReturn = buffer[end] == '\r';
                position = end + 1;
                if (complete) {
                    return true;
                }
            }
        } catch (IOException brokeOff) {
            throw failures.brokeOff(brokeOff);
        }
        line(position, limit);
        position = limit;
        return hasData;
    }

    /** The buffer that holds the event's data. */
    byte[] bytes() {
        return buffer;
    }

    int from() {
        return dataFrom;
    }

    int length() {
        return dataEnd - dataFrom;
    }

    /** The index of the byte that ends the line at {@code position}; -1 when the stream ends first. */
    private int endOfLine() throws IOException {
        if (afterCarriageReturn) {
            if (position == limit && !fill()) {
                return -1;
            }
            position += buffer[position] == '\n' ? 1 : 0;
            afterCarriageReturn = false;
        }
        int scanned = 0;
        while (true) {
            for (int i = position + scanned; i < limit; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    return i;
                }
            }
            // fill() may move what is there, so only distances stay true
            scanned = limit - position;
            if (!fill()) {
                return -1;
            }
        }
    }

    /** Reads at least one byte more; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (!hasData && position == limit) {
            position = 0;
            limit = 0;
        } else if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, count);
        return count > 0;
    }

    private void makeRoom() {
        int kept = hasData ? dataFrom : position;
        if (kept > 0) {
            System.arraycopy(buffer, kept, buffer, 0, limit - kept);
            position -= kept;
            limit -= kept;
            dataFrom -= kept;
            dataEnd -= kept;
        } else if (buffer.length < MOST_BYTES) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        } else {
            throw failures.malformed("sent an event of more than " + MOST_BYTES + " bytes");
        }
    }

    /** Takes in one line; true when it completes an event. */
    private boolean line(int begin, int end) {
        int from = begin + byteOrderMark(begin, end);
        if (from == end) {
            return hasData;
        }
        if (isData(from, end)) {
            data(from + FIELD.length() + 1, end);
        }
        return false;
    }

    private int byteOrderMark(int from, int end) {
        boolean marked = atStart
                && end - from >= 3
                && buffer[from] == (byte) 0xEF
                && buffer[from + 1] == (byte) 0xBB
                && buffer[from + 2] == (byte) 0xBF;
        atStart = false;
        return marked ? 3 : 0;
    }

    /** The names of events and all other fields are passed over: what they say, the data says too. */
    private boolean isData(int from, int end) {
        int colon = from + FIELD.length();
        if (colon > end || colon < end && buffer[colon] != ':') {
            return false;
        }
        for (int i = from; i < colon; i++) {
            if (buffer[i] != FIELD.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Takes in the value behind the colon; further lines move up behind the first one, in the place of their field name. */
    private void data(int afterColon, int end) {
        int from = Math.min(afterColon, end);
        from += from < end && buffer[from] == ' ' ? 1 : 0;
        if (!hasData) {
            hasData = true;
            dataFrom = from;
            dataEnd = end;
            return;
        }
        buffer[dataEnd++] = '\n';
        System.arraycopy(buffer, from, buffer, dataEnd, end - from);
        dataEnd += end - from;
    }
}
