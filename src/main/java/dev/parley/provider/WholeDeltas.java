package dev.parley.provider;

import dev.parley.llm.Delta;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

/** An answer that came in one piece. */
final class WholeDeltas implements DeltaStream {

    static final int MOST_BYTES = 16 << 20;

    private final Queue<Delta> deltas;

    private WholeDeltas(Queue<Delta> deltas) {
        this.deltas = deltas;
    }

    static WholeDeltas read(UpstreamBody body, AnswerParser parser, UpstreamFailures failures) {
        var json = bytes(body, failures);
        var deltas = new ArrayDeque<Delta>();
        try {
            if (!parser.accept(json, 0, json.length, deltas) && !parser.end(deltas)) {
                throw failures.malformed("sent an answer without a message");
            }
        } catch (IOException notJson) {
            throw failures.malformed("sent an answer that can't be understood");
        }
        return new WholeDeltas(deltas);
    }

    static byte[] bytes(UpstreamBody body, UpstreamFailures failures) {
        try {
            var bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw failures.malformed("sent an answer of more than " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException brokeOff) {
            throw failures.brokeOff(brokeOff);
        }
    }

    @Override
    public Delta next() {
        return deltas.remove();
    }

    @Override
    public void close() {
        // the connection went back when the body had been read
    }
}
