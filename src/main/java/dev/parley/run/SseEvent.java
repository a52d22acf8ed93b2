package dev.parley.run;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;

/**
 * One server-sent event, or a comment. Its data is one line of JSON text, so that nothing in it needs to be split or escaped again.
 */
record SseEvent(String event, String number, String json, String remark) implements OutboundSseEvent {

    static final SseEvent PING = new SseEvent(null, null, null, "ping");

    /** The end of every stream, as OpenAI's clients know it; it has no number, since nothing can come after it. */
    static final SseEvent DONE = new SseEvent(null, null, "[DONE]", null);

    static SseEvent of(String event, String number, String json) {
        return new SseEvent(event, number, json, null);
    }

    @Override
    public Class<?> getType() {
        return json == null ? null : String.class;
    }

    @Override
    public Type getGenericType() {
        return String.class;
    }

    @Override
    public MediaType getMediaType() {
        return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
        return json;
    }

    @Override
    public String getId() {
        return number;
    }

    @Override
    public String getName() {
        return event;
    }

    @Override
    public String getComment() {
        return remark;
    }

    @Override
    public long getReconnectDelay() {
        return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
        return false;
    }

    /** Says which event it is and never what it says: the container logs events that it could not write. */
    @Override
    public String toString() {
        return remark != null ? remark : event + " " + number;
    }
}
