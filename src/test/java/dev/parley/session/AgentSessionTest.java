package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AgentSessionTest {

    private static final Duration JUST_OVER = Duration.ofMillis(1);
    private static final Duration PING = Duration.ofSeconds(20);

    private final House house = new House(Map.of());
    private final FakePeer peer = house.peer;
    private final AgentSession session = house.open();

    @Test
    void asksEveryTwentySecondsWhetherItsPeerLives() {
        house.pass(PING, session);
        assertThat(peer.pings).hasValue(0);

        for (int i = 1; i <= 5; i++) {
            house.pass(PING.plus(JUST_OVER), session);
            session.heard();
            assertThat(peer.pings).hasValue(i);
        }
        assertThat(peer.closes).isEmpty();
    }

    @Test
    void asksNothingWhileAFrameIsUnderWay() {
        peer.beSlow();
        session.receive("{");

        house.pass(PING.plus(JUST_OVER), session);
        assertThat(peer.pings).hasValue(0);

        peer.take();
        house.pass(PING.plus(JUST_OVER), session);
        assertThat(peer.pings).hasValue(1);
    }

    @Test
    void aPeerThatIsSilentForFortySecondsIsDead() {
        house.pass(PING.plus(JUST_OVER), session);
        house.pass(PING.minus(JUST_OVER), session);
        assertThat(peer.closes).isEmpty();

        house.pass(JUST_OVER.multipliedBy(2), session);

        assertThat(peer.closes).containsExactly("1001 ");
        assertThat(session.isOver()).isTrue();
    }

    @Test
    void aPeerThatTakesFramesSlowlyLives() {
        peer.beSlow();
        for (int i = 0; i < 20; i++) {
            session.tell(null, failure());
        }
        for (int i = 0; i < 19; i++) {
            house.pass(Duration.ofSeconds(15), session);
            peer.take();
        }
        assertThat(peer.closes).isEmpty();
    }

    @Test
    void aPeerThatTakesTheFrameUnderWayNoMoreIsDead() {
        peer.beSlow();
        session.receive("{");

        house.pass(PING.plus(JUST_OVER), session);
        house.pass(PING.plus(JUST_OVER), session);

        assertThat(peer.closes).containsExactly("1001 ");
        assertThat(peer.pings).hasValue(0);
    }

    @Test
    void whoDoesNothingForHalfAnHourIsSentAway() {
        liveOn(Duration.ofMinutes(20));
        session.receive("{");
        liveOn(Duration.ofMinutes(30));
        assertThat(peer.closes).isEmpty();

        house.pass(PING, session);

        assertThat(peer.closes).containsExactly("1000 The connection was idle for too long.");
    }

    @Test
    void afterAnHourTheEndIsToldOnceAndThenComes() {
        liveOnBusily(Duration.ofHours(1));
        assertThat(codes()).containsOnly("invalid_json");
        peer.beSlow();

        house.pass(PING, session);
        house.pass(JUST_OVER, session);
        assertThat(peer.closes).isEmpty();
        assertThat(codes()).filteredOn(tooOld()).hasSize(1);

        peer.take();
        assertThat(peer.closes).containsExactly("1000 The connection is too old.");
        assertThat(codes()).filteredOn(tooOld()).hasSize(1);
    }

    @Test
    void anOldConnectionFinishesWhatItHasBegunAndBeginsNothing() {
        house.hold();
        session.receive(create("a"));
        house.goOn();
        liveOnBusily(Duration.ofMinutes(61));
        assertThat(peer.closes).isEmpty();

        session.receive(create("b"));
        assertThat(codes().getLast()).isEqualTo("websocket_connection_limit_reached");
        assertThat(peer.closes).isEmpty();

        house.work();
        house.pass(JUST_OVER, session);
        assertThat(peer.closes).containsExactly("1000 The connection is too old.");
        assertThat(house.begun).hasValue(1);
    }

    @Test
    void aServerThatStopsSendsAwayWhoIsIdleAndLetsTheOthersFinish() {
        var other = new FakePeer();
        var idle = house.open("key_2", other);
        house.hold();
        session.receive(create("a"));
        house.goOn();

        drain(session);
        drain(idle);
        assertThat(other.closes).containsExactly("1001 The server is stopping; connect to another one.");
        assertThat(peer.closes).isEmpty();

        house.work();
        drain(session);
        assertThat(peer.closes).hasSize(1).first().asString().startsWith("1001 ");
    }

    @Test
    void aMessageThatIsTooLargeEndsIt() {
        session.receive("x".repeat((4 << 20) + 1));

        assertThat(peer.closes).hasSize(1).first().asString().startsWith("1009 ");
        assertThat(session.end().toCompletableFuture()).isDone();
    }

    @Test
    void binaryMessagesAreRefusedAndItGoesOn() {
        session.receiveBinary();

        assertThat(codes()).containsExactly("bad_request");
        assertThat(peer.closes).isEmpty();
    }

    @Test
    void whoSendsNonsenseAndReadsItsAnswersMayGoOn() {
        for (int i = 0; i < 10_000; i++) {
            session.receive("{");
        }
        assertThat(peer.frames).hasSize(10_000);
        assertThat(peer.closes).isEmpty();
    }

    @Test
    void whoSendsNonsenseAndReadsNothingIsSentAway() {
        peer.beSlow();
        int sent = 0;
        while (peer.closes.isEmpty() && sent < 10_000) {
            session.receive("{");
            sent++;
        }

        assertThat(peer.closes).containsExactly("1008 You send more than you read.");
        assertThat(sent * peer.frames.getFirst().length()).isLessThan(70_000);
    }

    @Test
    void longNonsenseIsKeptForNobody() {
        peer.beSlow();
        house.hold();
        session.receive(create(null));
        house.goOn();
        var cancel = "{\"type\":\"response.cancel\",\"response_id\":\"" + "x".repeat(1 << 20) + "\"}";

        session.receive(cancel);
        assertThat(peer.closes).isEmpty();
        session.receive(cancel);

        assertThat(peer.closes).containsExactly("1008 You send more than you read.");
    }

    @Test
    void aFailureNamesItsLane() {
        session.receive("{\"type\":\"response.cancel\",\"stream_id\":\"a\"}");

        assertThat(frames().getFirst().path("type").asText()).isEqualTo("error");
        assertThat(frames().getFirst().path("stream_id").asText()).isEqualTo("a");
        assertThat(frames().getFirst().path("status").asInt()).isEqualTo(ErrorCode.INVALID_REQUEST.status());
    }

    @Test
    void sixteenLanesAreInFlightAtMost() {
        house.hold();
        for (int i = 0; i < 17; i++) {
            session.receive(create("lane-" + i));
        }
        assertThat(codes()).containsExactly("websocket_stream_limit_reached");
        assertThat(frames().getFirst().path("stream_id").asText()).isEqualTo("lane-16");

        house.work();
        session.receive(create("lane-16"));

        assertThat(house.begun).hasValue(17);
        assertThat(codes()).filteredOn("websocket_stream_limit_reached"::equals).hasSize(1);
    }

    @Test
    void thereAreThirtyTwoNamedLanesAtMostAndTheOneWithoutAName() {
        for (int i = 0; i < 33; i++) {
            session.receive(create("lane-" + i));
        }
        session.receive(create(null));
        session.receive(create("lane-0"));

        assertThat(house.begun).hasValue(34);
        assertThat(frames().stream()
                        .filter(frame -> code(frame).equals("websocket_stream_limit_reached"))
                        .map(frame -> frame.path("stream_id").asText()))
                .containsExactly("lane-32");
    }

    @Test
    void aLaneDoesWhatItIsAskedForInOrderAndKeepsNoMoreThanItMay() {
        house.hold();
        for (int i = 0; i < 18; i++) {
            session.receive(create(null));
        }
        assertThat(codes()).containsExactly("rate_limited");

        house.work();
        assertThat(house.begun).hasValue(17);
    }

    @Test
    void whatWaitsOnAConnectionIsBoundedInBytesOverAllLanes() {
        var small = new House(Map.of("parley.session.max-queued-bytes", "2000"));
        var bounded = small.open();
        small.hold();
        for (var lane : List.of("a", "b")) {
            bounded.receive(create(lane));
            bounded.receive(create(lane, 900));
        }
        assertThat(small.peer.frames).isEmpty();

        bounded.receive(create("b", 900));
        assertThat(small.peer.frames).hasSize(1).first().asString().contains("rate_limited", "max-queued-bytes");
        bounded.receive(create("b", 50));
        assertThat(small.peer.frames).as("what fits still waits").hasSize(1);

        small.work();
        assertThat(small.begun).as("all that waited").hasValue(5);
        small.hold();
        bounded.receive(create("c"));
        bounded.receive(create("c", 1_800));
        assertThat(small.peer.frames).as("and its room is free again").hasSize(1 + 5);
    }

    @Test
    void aSocketThatIsGoneHoldsNothingThatWaited() {
        var small = new House(Map.of("parley.session.max-queued-bytes", "2000"));
        var bounded = small.open();
        small.hold();
        bounded.receive(create("a"));
        bounded.receive(create("a", 1_500));
        assertThat(bounded.waitingBytes()).hasValueGreaterThan(1_500);

        bounded.closed();

        assertThat(bounded.waitingBytes()).hasValue(0);
    }

    @Test
    void interruptionsDoNotPileUp() {
        house.hold();
        for (int i = 0; i < 18; i++) {
            session.receive("{\"type\":\"response.create\",\"busy\":\"interrupt\"}");
        }
        assertThat(codes()).containsExactly("rate_limited");
    }

    @Test
    void aBusyLaneRefusesWhereItIsAskedTo() {
        house.hold();
        session.receive(create(null));
        session.receive("{\"type\":\"response.create\",\"busy\":\"reject\"}");

        assertThat(codes()).containsExactly("conflict");
    }

    @Test
    void everyCreateIsAnsweredOnceWhateverComesBetween() {
        house.workApart();
        for (int i = 1; i <= 5_000; i++) {
            session.receive(create("lane-" + i % 20));
            if (i % 100 == 0) {
                int answers = i; // who reads nothing is told no more
                await().until(() -> peer.frames.size() == answers);
            }
        }

        assertThat(peer.wasOverrun()).isFalse();
        assertThat(codes().stream().filter("budget_exceeded"::equals)).hasSize(house.begun.get());
        await().until(() -> {
            drain(session);
            return !peer.closes.isEmpty(); // no lane is left in flight
        });
    }

    @Test
    void aPeerMayLeaveAtAnyMoment() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            var hurried = new House(Map.of());
            var left = hurried.open();
            hurried.workApart();
            var leaving = Thread.startVirtualThread(left::closed);
            for (int i = 0; i < 20; i++) {
                left.receive(create("lane-" + i % 3));
            }
            leaving.join();
            assertThat(left.end().toCompletableFuture()).isDone();

            int sent = hurried.peer.frames.size();
            left.receive(create("late"));
            assertThat(hurried.peer.frames).hasSizeBetween(sent, sent + 1);
        }
    }

    @Test
    void nothingBeginsWhenThePeerHasLeft() {
        house.hold();
        session.receive(create("a"));
        session.receive(create("a"));

        session.closed();
        house.work();
        session.receive(create("b"));

        assertThat(house.begun).hasValue(0);
        assertThat(peer.frames).isEmpty();
    }

    @Test
    void aRevokedKeyEndsItAndIsFollowedNoLonger() {
        house.revoke();

        assertThat(peer.closes).containsExactly("1008 The key was revoked.");
        assertThat(house.followed()).isZero();
    }

    @Test
    void aKeyHasItsOwnBoundAndTheServerAnother() {
        var small = new House(Map.of("parley.session.max", "3", "parley.session.max-per-key", "2"));
        small.open("key_1", new FakePeer());
        var second = small.open("key_1", new FakePeer());
        refuses(small, "key_1", ErrorCode.RATE_LIMITED);

        small.open("key_2", new FakePeer());
        refuses(small, "key_3", ErrorCode.TOO_MANY_SESSIONS);

        second.closed();
        small.sessions.demandRoom(House.caller("key_1"));
    }

    private static void refuses(House house, String key, ErrorCode code) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> house.sessions.demandRoom(House.caller(key)))
                .matches(refused -> refused.code() == code)
                .matches(refused -> refused.retryAfter() != null);
    }

    /** Time passes with a peer that answers pings. */
    private void liveOn(Duration time) {
        for (var left = time; !left.isZero(); left = left.minus(PING)) {
            house.pass(PING, session);
            session.heard();
        }
    }

    /** Time passes with a peer that says something now and then. */
    private void liveOnBusily(Duration time) {
        for (var left = time; !left.isZero(); left = left.minus(PING)) {
            house.pass(PING, session);
            session.receive("{");
        }
    }

    private void drain(AgentSession one) {
        one.beat(house.ticker.nanos(), true);
    }

    private static String create(String lane) {
        return lane == null
                ? "{\"type\":\"response.create\"}"
                : "{\"type\":\"response.create\",\"stream_id\":\"%s\"}".formatted(lane);
    }

    private static String create(String lane, int characters) {
        return "{\"type\":\"response.create\",\"stream_id\":\"%s\",\"input\":\"%s\"}"
                .formatted(lane, "x".repeat(characters));
    }

    private static ApiException failure() {
        return new ApiException(ErrorCode.BAD_REQUEST, "scripted");
    }

    private static Predicate<String> tooOld() {
        return "websocket_connection_limit_reached"::equals;
    }

    private List<String> codes() {
        return frames().stream().map(AgentSessionTest::code).toList();
    }

    private static String code(JsonNode frame) {
        return frame.at("/error/code").asText();
    }

    private List<JsonNode> frames() {
        return peer.frames.stream().map(CommandReader::parse).toList();
    }
}
