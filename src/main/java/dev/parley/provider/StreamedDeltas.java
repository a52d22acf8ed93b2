package dev.parley.provider;

import dev.parley.llm.Delta;
import java.io.IOException;
import java.util.ArrayDeque;

/** An answer that is read while it is written. */
final class StreamedDeltas implements DeltaStream {

    private final UpstreamBody body;
    private final SseReader events;
    private final AnswerParser parser;
    private final UpstreamFailures failures;
    private final ArrayDeque<Delta> ready = new ArrayDeque<>(4);
    private boolean whole;

    StreamedDeltas(UpstreamBody body, AnswerParser parser, UpstreamFailures failures) {
        this.body = body;
        this.events = new SseReader(body, failures);
        this.parser = parser;
        this.failures = failures;
    }

    @Override
    public Delta next() {
        while (ready.isEmpty()) {
            readEvent();
        }
        return ready.poll();
    }

    private void readEvent() {
        if (!events.next()) {
            if (!parser.end(ready)) {
                throw failures.malformed("ended its stream before the answer was whole");
            }
            return;
        }
        try {
            whole = parser.accept(events.bytes(), events.from(), events.length(), ready);
        } catch (IOException notJson) {
            throw failures.malformed("streamed an event that can't be understood");
        }
    }

    @Override
    public void close() {
        if (whole) {
            body.finish();
        } else {
            body.close();
        }
    }
}
