package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/responses} over WebSocket. */
class SessionIT extends Fixture {

    private static final String TICKETS = "v1/tickets";

    /** Opcodes of RFC 6455, section 5.2. */
    private static final int CONTINUATION = 0;

    private static final int TEXT = 1;

    @Test
    void aTurnHasTheSameEventsAsAStream() {
        var body = Json.object("model", "openai/reasoning", "input", "hi", "stream", true);
        List<String> streamed;
        try (var stream = Server.stream("v1/responses", body)) {
            streamed = stream.rest().stream()
                    .map(EventReader.Event::data)
                    .filter(data -> !data.equals("[DONE]"))
                    .toList();
        }

        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/reasoning", "input", "hi");
            var turn = socket.turn();

            assertThat(turn.stream().map(event -> event.path("type").asText()).toList())
                    .isEqualTo(streamed.stream()
                            .map(data -> data.replaceAll("^\\{\"type\":\"([^\"]+)\".*", "$1"))
                            .toList());
            assertThat(numbers(turn))
                    .isEqualTo(IntStream.range(0, turn.size()).boxed().toList());
        }
    }

    @Test
    void anUnstoredTurnGoesOnFromTheOneBefore() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/echo", "input", "one", "store", false);
            var first = id(socket.turn());
            socket.create("model", "openai/echo", "input", "two", "store", false, "previous_response_id", first);
            socket.turn();

            assertThat(lastBody()).contains("one").contains("two");
        }
    }

    @Test
    void whatOnlyAConnectionKnewIsUnknownAfterIt() {
        String id;
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "hi", "store", false);
            id = id(socket.turn());
        }
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "hi", "previous_response_id", id);
            var error = socket.next();

            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.path("status").asInt()).isEqualTo(400);
            assertThat(error.at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(error.at("/error/code").asText()).isEqualTo("previous_response_not_found");
            assertThat(error.at("/error/param").asText()).isEqualTo("previous_response_id");
            isUsable(socket);
        }
    }

    @Test
    void whatIsStoredIsKnownToTheNextConnection() {
        String id;
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "hi");
            id = id(socket.turn());
        }
        assertThat(Server.get("v1/responses/" + id).json().path("status").asText())
                .isEqualTo("completed");
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "and?", "previous_response_id", id);
            assertThat(socket.text()).isNotEmpty();
        }
    }

    @Test
    void aFailedContinuationForgetsWhatItWentOnFrom() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "hi", "store", false);
            var id = id(socket.turn());
            socket.create("model", "openai/refused", "input", "hi", "store", false, "previous_response_id", id);
            assertThat(type(socket.turn())).isEqualTo("response.failed");

            socket.create("model", "openai/answer", "input", "hi", "store", false, "previous_response_id", id);
            assertThat(socket.next("error").at("/error/code").asText()).isEqualTo("previous_response_not_found");
        }
    }

    @Test
    void aCancelledContinuationForgetsNothing() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/answer", "input", "hi", "store", false);
            var id = id(socket.turn());
            socket.create("model", "openai/long", "input", "hi", "store", false, "previous_response_id", id);
            socket.next("response.output_text.delta");
            socket.send(Json.object("type", "response.cancel"));
            assertThat(socket.next("response.incomplete")
                            .at("/response/incomplete_details/reason")
                            .asText())
                    .isEqualTo("cancelled");

            var cancelled = Server.UPSTREAM.requests().size();
            socket.create("model", "openai/answer", "input", "hi", "store", false, "previous_response_id", id);
            assertThat(type(socket.turn())).isIn("response.completed", "response.failed");
            assertThat(Server.UPSTREAM.requests()).hasSizeGreaterThan(cancelled);
        }
    }

    @Test
    void turnsOfOneLaneComeOneAfterTheOther() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/drip", "input", "hi");
            socket.create("model", "openai/answer", "input", "hi");

            var first = socket.turn();
            var second = socket.turn();

            assertThat(ids(first)).hasSize(1).doesNotContainAnyElementsOf(ids(second));
            assertThat(numbers(second).getFirst()).isZero();
        }
    }

    @Test
    void lanesRunAtTheSameTime() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/long", "input", "hi", "stream_id", "slow");
            assertThat(socket.next("response.output_text.delta")
                            .path("stream_id")
                            .asText())
                    .isEqualTo("slow");
            socket.create("model", "openai/answer", "input", "hi", "stream_id", "fast");

            var end = socket.next("response.completed");
            assertThat(end.path("stream_id").asText()).isEqualTo("fast");
            socket.send(Json.object("type", "response.cancel", "stream_id", "slow"));
            assertThat(socket.next("response.incomplete").path("stream_id").asText())
                    .isEqualTo("slow");
        }
    }

    @Test
    void asManyLanesAsThereMayBeAreInFlight() {
        try (var socket = SocketClient.open()) {
            for (int lane = 0; lane < 17; lane++) {
                socket.create("model", "openai/long", "input", "hi", "stream_id", "lane-" + lane, "store", false);
            }
            assertThat(socket.next("error").at("/error/code").asText()).isEqualTo("websocket_stream_limit_reached");
        }
    }

    @Test
    void aBusyLaneRefusesWhereItIsAskedTo() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/long", "input", "hi");
            socket.next("response.output_text.delta");
            socket.create("model", "openai/answer", "input", "hi", "busy", "reject");
            assertThat(socket.next("error").at("/error/code").asText()).isEqualTo("conflict");
        }
    }

    @Test
    void anInterruptTakesThePlaceOfWhatRuns() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/long", "input", "hi");
            socket.next("response.output_text.delta");
            socket.create("model", "openai/answer", "input", "hi", "busy", "interrupt");

            socket.next("response.incomplete");
            assertThat(socket.text()).isNotEmpty();
        }
    }

    @Test
    void nothingIsGeneratedWhereNothingIsWanted() {
        try (var socket = SocketClient.open()) {
            int before = upstreamCalls();
            socket.create(
                    "model", "openai/echo", "input", "the beginning", "instructions", "Be brief.", "generate", false);
            var ready = socket.turn();
            assertThat(type(ready)).isEqualTo("response.completed");
            assertThat(ready.getLast().at("/response/output")).isEmpty();
            assertThat(upstreamCalls()).isEqualTo(before);

            socket.create("model", "openai/echo", "input", "the end", "previous_response_id", id(ready));
            socket.turn();
            assertThat(lastBody())
                    .contains("Be brief.")
                    .contains("the beginning")
                    .contains("the end");
        }
    }

    @Test
    void steeringWhatDoesNotListenIsTheNextTurn() {
        try (var socket = SocketClient.open()) {
            socket.create("model", "openai/drip", "input", "hi");
            socket.next("response.output_text.delta");
            socket.send(Json.object("type", "response.steer", "input", "and in French"));

            assertThat(socket.next("response.steer.accepted").at("/steer/id").asText())
                    .startsWith("steer_");
            socket.next("response.completed");
            socket.turn();
            assertThat(lastBody()).contains("and in French");
        }
    }

    @Test
    void toolsRunBehindASocketAndWaitForADecisionThatComesByIt() {
        var tools = List.of(
                Map.of("type", "parley:tool", "name", "calculator"),
                Map.of("type", "parley:tool", "name", "current_time"));
        try (var socket = SocketClient.open()) {
            var calls = "calculator {\"expression\": \"6 * 7\"} & current_time {}";
            socket.create("model", "openai/agent", "input", calls, "tools", tools, "store", false);
            assertThat(socket.next("parley:tool_call.completed").path("type").asText())
                    .isNotEmpty();
            var waiting = socket.next("response.incomplete").path("response");
            assertThat(waiting.at("/incomplete_details/reason").asText()).isEqualTo("approval_required");
            var question = new ArrayList<String>();
            waiting.path("output").forEach(item -> {
                if (item.path("type").asText().equals("parley:approval_request")) {
                    question.add(item.path("id").asText());
                }
            });
            assertThat(question).hasSize(1);

            socket.create(
                    "model",
                    "openai/agent",
                    "tools",
                    tools,
                    "store",
                    false,
                    "previous_response_id",
                    waiting.path("id").asText(),
                    "input",
                    List.of(Map.of(
                            "type",
                            "parley:approval_response",
                            "approval_request_id",
                            question.getFirst(),
                            "approve",
                            true)));
            var answer = socket.end();
            assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("response.completed");
            assertThat(answer.at("/response/output").toString()).contains("UTC");
        }
    }

    @Test
    void nothingCanBeSteeredWhereNothingRuns() {
        try (var socket = SocketClient.open()) {
            isUsable(socket);
            socket.send(Json.object("type", "response.steer", "input", "and?"));
            assertThat(socket.next("response.steer.failed").at("/error/code").asText())
                    .isEqualTo("response_not_active");
        }
    }

    @Test
    void whatIsWrongIsToldAndTheConnectionGoesOn() {
        try (var socket = SocketClient.open()) {
            for (var frame : List.of(
                    "{",
                    "[]",
                    "7",
                    "{\"type\":\"response.sing\"}",
                    "{\"type\":\"response.create\",\"input\":7}",
                    "{\"type\":\"response.create\",\"stream_id\":\"a b\",\"input\":\"hi\"}",
                    "{\"type\":\"response.create\",\"busy\":\"never\",\"input\":\"hi\"}",
                    "{\"type\":\"response.create\",\"generate\":1,\"input\":\"hi\"}",
                    "{\"type\":\"response.create\",\"background\":true,\"input\":\"hi\"}",
                    "{\"type\":\"response.create\",\"model\":\"openai/answer\"}",
                    "{\"type\":\"response.cancel\"}",
                    "{\"type\":\"response.steer\"}")) {
                socket.send(frame);
                var error = socket.next(() -> frame);
                assertThat(error.path("type").asText()).as(frame).isEqualTo("error");
                assertThat(error.path("status").asInt()).as(frame).isBetween(400, 404);
            }
            socket.sendBinary(new byte[] {1, 2, 3});
            assertThat(socket.next().at("/error/code").asText()).isEqualTo("bad_request");
            isUsable(socket);
        }
    }

    @Test
    void aFrameThatIsTooLargeClosesTheConnection() {
        try (var socket = SocketClient.open()) {
            socket.send("x".repeat(10_000_000));
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "e282", "eda080", "f5808080", "c0af", "7b22ff227d"})
    void textThatIsNoUtf8ClosesItsConnectionAndNoOther(String hex) {
        try (var other = SocketClient.open();
                var raw = RawConnection.open()) {
            other.create("model", "openai/drip", "input", "hi", "store", false);
            assertThat(raw.upgrade()).contains(" 101 ");

            raw.frame(TEXT, true, HexFormat.of().parseHex(hex));

            assertThat(raw.closeCode()).isEqualTo(1007);
            assertThat(type(other.turn())).isEqualTo("response.completed");
            isUsable(other);
        }
    }

    @Test
    void aCharacterMayBeCutBetweenTwoFragments() {
        try (var raw = RawConnection.open()) {
            raw.upgrade();
            var text = "{\"type\":\"ö\"}".getBytes(StandardCharsets.UTF_8);
            int half = 10;
            raw.frame(TEXT, false, Arrays.copyOf(text, half));
            raw.frame(CONTINUATION, true, Arrays.copyOfRange(text, half, text.length));

            assertThat(raw.text()).contains("\"type\":\"error\"", "must be one of");
        }
    }

    @Test
    void nobodyIsLetInWithoutAKey() {
        assertThat(SocketClient.refused("X-Nothing", "")).isEqualTo(401);
        assertThat(SocketClient.refused("Authorization", "Bearer pk_wrong")).isEqualTo(401);
    }

    @Test
    void aTicketLetsInOnce() {
        var ticket = Server.post(TICKETS, "").json().path("ticket").asText();

        try (var socket = SocketClient.open("Sec-WebSocket-Protocol", "ticket." + ticket)) {
            assertThat(socket.subprotocol()).isEqualTo("parley");
            isUsable(socket);
        }
        assertThat(SocketClient.refused("Sec-WebSocket-Protocol", "ticket." + ticket))
                .isEqualTo(401);
    }

    @Test
    void aTicketIsForSocketsOnly() {
        assertThat(Server.get("v1/models", "Authorization", "Bearer ticket.tkt_x")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aRevokedKeyClosesItsSockets() {
        var key = Key.with(Map.of());
        try (var socket = SocketClient.open("Authorization", key.bearer())) {
            isUsable(socket);
            Server.delete("admin/keys/" + key.id());
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void limitsHoldForEveryTurn() {
        var key = Key.with(Map.of("requests_per_minute", 1));
        try (var socket = SocketClient.open("Authorization", key.bearer())) {
            socket.create("model", "openai/answer", "input", "hi");
            socket.turn();
            socket.create("model", "openai/answer", "input", "hi");
            var error = socket.next();
            assertThat(error.path("status").asInt()).isEqualTo(429);
            assertThat(error.at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
        }
    }

    @Test
    void whoVanishesStopsPaying() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        var socket = SocketClient.open();
        socket.create("model", "openai/long", "input", "hi", "store", false);
        socket.next("response.output_text.delta");

        socket.vanish();

        await().until(() -> departures.getAsInt() > before);
    }

    @Test
    void whoReadsNothingHoldsUpNobody() {
        try (var deaf = SocketClient.openDeaf();
                var socket = SocketClient.open()) {
            deaf.create("model", "openai/flood", "input", "hi", "store", false);
            isUsable(socket);
        }
    }

    @Test
    void aThousandConnectionsLeaveNothingBehind() {
        IntStream.range(0, 1_000).parallel().forEach(i -> SocketClient.open().vanish());
        await().until(() -> Metrics.value("parley_sessions_open") == 0);
    }

    @Test
    void whoConnectsAThousandTimesInALoopLeavesNothingBehind() {
        int threads = Metrics.value("thread_count");
        String previous = null;
        for (int i = 0; i < 1_000; i++) {
            var socket = SocketClient.open();
            if (i % 10 == 0) {
                socket.create(
                        "model", "openai/answer", "input", "hi", "previous_response_id", i % 50 == 0 ? null : previous);
                previous = id(socket.turn());
            } else if (i % 10 == 1) {
                socket.create("model", "openai/long", "input", "hi", "store", false);
            }
            if (i % 2 == 0) {
                socket.close();
            } else {
                socket.vanish();
            }
        }

        await().until(() -> Metrics.value("parley_sessions_open") == 0);
        await().until(() -> Metrics.value("parley_runs_active") == 0);
        await().until(() -> Metrics.value("thread_count") <= threads + 20);
        try (var socket = SocketClient.open()) {
            isUsable(socket);
        }
    }

    /** A client that does not read sees the end of its response late, and may be told that the lane is busy no longer than it is. */
    @Test
    void behindAResponseThatEndsNoMoreWaitsThanElsewhere() {
        try (var slow = SocketClient.openDeaf()) {
            slow.create("model", "openai/essay", "input", "hi", "store", false);
            await().until(() -> upstreamCalls() == 1 && Metrics.value("parley_runs_active") == 0);

            for (int i = 0; i < 18; i++) {
                slow.create("model", "openai/answer", "input", "hi", "store", false, "busy", "reject");
            }
            slow.read();

            var ends = IntStream.range(0, 19).mapToObj(i -> slow.end()).toList();
            assertThat(ends.stream().filter(end -> type(end).equals("response.completed")))
                    .hasSize(17);
            assertThat(ends.stream().filter(end -> type(end).equals("error")))
                    .hasSize(2)
                    .allMatch(end -> end.at("/error/code").asText().equals("rate_limit_exceeded"));
            isUsable(slow);
        }
    }

    @Test
    void pagesOfOtherServersAreRefused() {
        assertThat(RawConnection.handshake("https://evil.example")).contains(" 403 ");
        assertThat(RawConnection.handshake("http://localhost:" + Server.PORT)).contains(" 101 ");
    }

    @Test
    void aHandshakeLeavesNoHttpSessionBehind() {
        assertThat(RawConnection.handshake("http://localhost:" + Server.PORT))
                .contains(" 101 ")
                .doesNotContainIgnoringCase("Set-Cookie");
    }

    private static String lastBody() {
        return Server.UPSTREAM.lastRequest().json().toString();
    }

    private static void isUsable(SocketClient socket) {
        socket.create("model", "openai/answer", "input", "hi", "store", false);
        assertThat(socket.next("response.completed").at("/response/status").asText())
                .isEqualTo("completed");
    }

    private static String type(List<JsonNode> turn) {
        return type(turn.getLast());
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }

    private static String id(List<JsonNode> turn) {
        return turn.getLast().at("/response/id").asText();
    }

    private static List<String> ids(List<JsonNode> turn) {
        return turn.stream()
                .map(event -> event.at("/response/id").asText())
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    private static List<Integer> numbers(List<JsonNode> turn) {
        return turn.stream().map(event -> event.path("sequence_number").asInt()).toList();
    }
}
