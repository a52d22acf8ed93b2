package dev.parley.batch;

import dev.parley.http.Json;
import dev.parley.run.Events;
import java.nio.charset.StandardCharsets;

/** A request's items as server-sent events: {@code start}, {@code result} and {@code progress} for each as it is ready, {@code done}. */
final class GatheringEvents implements Events<byte[]> {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PER_ITEM = 2;

    private final Gathering gathering;
    private final int last;

    GatheringEvents(Gathering gathering) {
        this.gathering = gathering;
        this.last = 1 + PER_ITEM * gathering.size();
    }

    @Override
    public byte[] at(int number) {
        if (number == 0) {
            return event("start", gathering.progress(0));
        }
        if (number >= last) {
            return ending(number);
        }
        int item = (number - 1) / PER_ITEM;
        var result = gathering.ready(item);
        if (result == null) {
            return null;
        }
        return (number - 1) % PER_ITEM == 0 ? event("result", result) : event("progress", gathering.progress(item + 1));
    }

    private byte[] ending(int number) {
        if (gathering.outcome() == null || number > last + 1) {
            return null;
        }
        return number == last ? event("done", gathering.progress(gathering.size())) : DONE;
    }

    @Override
    public boolean endBefore(int number) {
        return number > last + 1;
    }

    @Override
    public byte[] ping() {
        return PING;
    }

    static byte[] event(String name, Object data) {
        return ("event: " + name + "\ndata: " + Json.text(data) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
