package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

/** A run is more than the request that started it: it is resumed, looked at, stopped, left to go on. */
class RunIT extends Fixture {

    @Test
    void aFinishedStreamIsReadAgainFromAnyEvent() {
        String id;
        try (var stream =
                Server.stream("chat", Json.object("prompt", "hi", "model", "openai/stream", "stream", true))) {
            id = stream.next().json().path("id").asText();
            stream.rest();
        }

        try (var again = Server.events("runs/" + id + "/events")) {
            var events = again.rest();
            assertThat(EventReader.text(events)).isEqualTo(HELLO);
            var second = events.get(1).id();
            try (var resumed = Server.events("runs/" + id + "/events", "Last-Event-ID", second)) {
                assertThat(resumed.rest()).isEqualTo(events.subList(2, events.size()));
            }
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void aRunThatGoesOnIsResumedWhereItsClientLeft() {
        String last;
        try (var stream = Server.stream(
                "chat",
                Json.object("prompt", "hi", "model", "openai/drip", "stream", true, "on_disconnect", "continue"))) {
            stream.next("delta");
            last = stream.next("delta").id();
        }
        var id = last.substring(0, last.indexOf('.'));

        try (var resumed = Server.events("runs/" + id + "/events", "Last-Event-ID", last)) {
            var events = resumed.rest();
            assertThat(events.getFirst().id()).isEqualTo(id + ".3");
            assertThat(EventReader.text(events)).isEqualTo("word ".repeat(8));
            assertThat(events.getLast().data()).isEqualTo("[DONE]");
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void twoReadersOfOneRunGetTheSame() {
        try (var stream = Server.stream("chat", Json.object("prompt", "hi", "model", "openai/drip", "stream", true))) {
            var id = stream.next().json().path("id").asText();
            try (var other = Server.events("runs/" + id + "/events")) {
                assertThat(EventReader.text(other.rest())).isEqualTo(EventReader.text(stream.rest()));
            }
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void cancelStopsTheProviderAndKeepsThePartialText() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        try (var stream = Server.stream("chat", Json.object("prompt", "hi", "model", "openai/long", "stream", true))) {
            var id = stream.next().json().path("id").asText();
            stream.next("delta");

            var cancelled = Server.post("runs/" + id + "/cancel", "");

            assertThat(cancelled.json().path("status").asText()).isEqualTo("cancelled");
            assertThat(cancelled.json().path("answer").path("content").asText()).startsWith("word ");
            await().until(() -> departures.getAsInt() == before + 1);
            var events = stream.rest();
            assertThat(events.get(events.size() - 2).name()).isEqualTo("done");
            assertThat(events.get(events.size() - 2)
                            .json()
                            .path("finish_reason")
                            .asText())
                    .isEqualTo("cancelled");
            assertThat(Server.get("runs/" + id).json().path("status").asText()).isEqualTo("cancelled");
        }
    }

    @Test
    void theAnswerOfAJsonRequestCanBeReadAgain() {
        var id = Server.post("chat", Json.object("prompt", "hi", "model", "openai/answer"))
                .json()
                .path("id")
                .asText();

        var state = Server.get("runs/" + id).json();

        assertThat(state.path("status").asText()).isEqualTo("completed");
        assertThat(state.path("answer").path("content").asText()).isEqualTo(HELLO);
    }

    @Test
    void anUnknownRunIsNotFound() {
        for (var path : new String[] {"runs/run_nope", "runs/run_nope/events"}) {
            var answer = Server.get(path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("code").asText()).isEqualTo("run_not_found");
        }
        assertThat(Server.post("runs/run_nope/cancel", "").status()).isEqualTo(404);
    }

    @Test
    void anEventIdOfAnotherRunIsRefused() {
        var id = Server.post("chat", Json.object("prompt", "hi"))
                .json()
                .path("id")
                .asText();

        for (var wrong : new String[] {"run_other.3", id + ".x", id + ".-1", id + ".99999999999"}) {
            assertThat(Server.get("runs/" + id + "/events", "Last-Event-ID", wrong)
                            .status())
                    .isEqualTo(400);
        }
    }
}
