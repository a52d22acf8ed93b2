package dev.parley.batch;

import dev.parley.http.Json;
import dev.parley.run.Events;
import java.nio.charset.StandardCharsets;

/** A batch's progress as server-sent events, numbered by the items that have a result; the last one is {@code done}. */
final class ProgressEvents implements Events<byte[]> {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ProgressWatch watch;

    ProgressEvents(ProgressWatch watch) {
        this.watch = watch;
    }

    @Override
    public byte[] at(int number) {
        var batch = watch.seen(number);
        if (batch == null) {
            return watch.outcome() != null && number == watch.size() ? DONE : null;
        }
        return ("event: " + (batch.isEnded() ? "done" : "progress") + "\nid: " + batch.id() + "." + batch.recorded()
                        + "\ndata: " + Json.text(BatchWire.of(batch)) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean endBefore(int number) {
        return watch.outcome() != null && number > watch.size();
    }

    @Override
    public byte[] ping() {
        return PING;
    }
}
