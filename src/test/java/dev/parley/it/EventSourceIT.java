package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.launchdarkly.eventsource.ConnectStrategy;
import com.launchdarkly.eventsource.ErrorStrategy;
import com.launchdarkly.eventsource.EventSource;
import com.launchdarkly.eventsource.MessageEvent;
import com.launchdarkly.eventsource.StreamException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

/** An SSE library of others reads our streams, and comes back to them by itself. */
class EventSourceIT extends Fixture {

    @Test
    void readsAStreamToItsEnd() throws StreamException {
        var body = Json.object("prompt", "hi", "model", "openai/stream", "stream", true);
        var connect = ConnectStrategy.http(Server.BASE.resolve("chat"))
                .header("Authorization", Server.AUTHORIZATION)
                .methodAndBody("POST", RequestBody.create(body, MediaType.get("application/json")));

        try (var source = new EventSource.Builder(connect).build()) {
            assertThat(texts(source)).isEqualTo(HELLO);
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void resumesWithTheLastEventIdItKeptItself() throws StreamException {
        var id = Server.post("chat", Json.object("prompt", "hi", "model", "openai/answer"))
                .json()
                .path("id")
                .asText();
        var connect = ConnectStrategy.http(Server.BASE.resolve("runs/" + id + "/events"))
                .header("Authorization", Server.AUTHORIZATION);

        try (var source = new EventSource.Builder(connect)
                .errorStrategy(ErrorStrategy.alwaysContinue())
                .build()) {
            assertThat(source.readMessage().getEventName()).isEqualTo("start");
            source.interrupt();
            assertThat(next(source).getLastEventId()).isEqualTo(id + ".1");
        }
    }

    private static MessageEvent next(EventSource source) throws StreamException {
        while (true) {
            if (source.readAnyEvent() instanceof MessageEvent message) {
                return message;
            }
        }
    }

    private static String texts(EventSource source) throws StreamException {
        List<String> texts = new ArrayList<>();
        for (var event = source.readMessage(); !event.getData().equals("[DONE]"); event = source.readMessage()) {
            if (event.getEventName().equals("delta")) {
                texts.add(event.getData().replaceAll("^\\{\"content\":\"(.*)\"}$", "$1"));
            }
        }
        return String.join("", texts);
    }
}
