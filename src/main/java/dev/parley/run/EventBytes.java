package dev.parley.run;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.nio.charset.StandardCharsets;

/** Native events as the bytes that go over the wire, for streams that are written without a sink. */
record EventBytes(Events<OutboundSseEvent> events) implements Events<byte[]> {

    @Override
    public byte[] at(int number) {
        var event = events.at(number);
        return event == null ? null : bytes(event);
    }

    @Override
    public boolean endBefore(int number) {
        return events.endBefore(number);
    }

    @Override
    public byte[] ping() {
        return bytes(events.ping());
    }

    private static byte[] bytes(OutboundSseEvent event) {
        var text = new StringBuilder();
        line(text, "event: ", event.getName());
        line(text, "id: ", event.getId());
        line(text, "data: ", (String) event.getData());
        line(text, ": ", event.getComment());
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String field, String value) {
        if (value != null) {
            text.append(field).append(value).append('\n');
        }
    }
}
