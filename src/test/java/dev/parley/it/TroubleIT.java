package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are broken, slow or hostile get their 4xx in time; nobody else notices, and no provider hears of it. */
@Timeout(30)
class TroubleIT extends Fixture {

    private static final byte[] CHUNK = ("2000\r\n" + "x".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.UTF_8);

    private ServerLog log;

    @BeforeEach
    void readLog() {
        log = ServerLog.fromNow();
    }

    @AfterEach
    void nobodyElseNotices() {
        assertThat(upstreamCalls()).isZero();
        assertThat(log.errors()).isEmpty();
        assertThat(Server.post("chat", Json.object("prompt", "x", "model", "offline/echo"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tenMegabytesInChunksAreRefusedWhenTheyHaveCome() {
        try (var client = RawConnection.open().post("Transfer-Encoding: chunked")) {
            for (int i = 0; i < 1_280; i++) {
                client.send(CHUNK);
            }
            assertProblem(client.send("0\r\n\r\n").answer(), 413, "payload_too_large");
        }
    }

    /** All at once, since each takes the time that a body has. */
    @Test
    void whoTakesTooLongWithABodyIsEnded() {
        var announced = answerTo(client -> client.post("Content-Length: 10000000", "Expect: 100-continue"));
        var trickling = answerTo(client -> client.post("Content-Length: 1000").trickle(" "));
        var tricklingChunks =
                answerTo(client -> client.post("Transfer-Encoding: chunked").trickle("1\r\nx\r\n"));
        var silent = answerTo(client -> client.post("Content-Length: 1000").send("{"));
        try (var endless = RawConnection.open().post("Transfer-Encoding: chunked")) {
            endless.sendUntilRefused(CHUNK);
        }

        assertThat(announced.join()).contains(" 413 ").contains("payload_too_large");
        for (var late : List.of(trickling, tricklingChunks, silent)) {
            assertProblem(late.join(), 408, "request_timeout");
        }
    }

    @Test
    void aRefusedBodyThatTricklesOnIsEndedToo() {
        var begun = System.nanoTime();
        try (var client = RawConnection.open().post("Content-Length: 10000000")) {
            assertProblem(client.answer(), 413, "payload_too_large");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aHundredSlowBodiesHoldUpNobody() {
        var slow = new ArrayList<RawConnection>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(RawConnection.open().post("Content-Length: 1000").send("{"));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(Server.post("chat", Json.object("prompt", "x", "model", "offline/echo"))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(slow).allSatisfy(client -> assertProblem(client.answer(), 408, "request_timeout"));
            assertThat(log.lines())
                    .filteredOn(line -> line.path("message").asText().contains(" status=408 "))
                    .hasSize(slow.size());
        } finally {
            slow.forEach(RawConnection::close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\nzz\r\n", "-1\r\nabc\r\n", "3\r\nabcdef\r\n0\r\n\r\n"})
    void brokenChunksAreRefused(String chunks) {
        try (var client =
                RawConnection.open().post("Transfer-Encoding: chunked").send(chunks)) {
            assertProblem(client.answer(), 400, "bad_request");
        }
    }

    @Test
    void aBodyThatEndsEarlyIsRefused() {
        try (var client = RawConnection.open()
                .post("Content-Length: 1000")
                .send("{\"prompt\":")
                .finish()) {
            assertProblem(client.answer(), 400, "bad_request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-2", "many", "99999999999999999999"})
    void aLengthThatIsNoneIsRefused(String length) {
        try (var client = RawConnection.open().post("Content-Length: " + length).send("{}")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: garbage", "Accept: garbage", "Content-Type: application/json; charset"})
    void headersThatCantBeReadAreRefused(String header) {
        try (var client = RawConnection.open()
                .send("GET /parley/chat HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                        + Server.AUTHORIZATION + "\r\n" + header + "\r\n\r\n")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/parley/a%5Cb",
                "/parley/a%2Fb",
                "/parley/%zz",
                "/parley/%c0%af",
                "/parley/a%00b",
                "/../parley/chat"
            })
    void pathsThatCantBeDecodedAreRefused(String path) {
        try (var client = RawConnection.open()
                .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void aHeaderOf17KilobytesIsRefused() {
        // in one piece, since the server hangs up before a second one comes
        var request = "GET /parley/v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Large: "
                + "x".repeat(17 << 10);
        try (var client = RawConnection.open().send(request + "\r\n\r\n")) {
            assertThat(client.answer()).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void anEndlessHeaderIsEnded() {
        try (var client = RawConnection.open().send("GET /parley/v1/models HTTP/1.1\r\nX-Large: ")) {
            client.sendUntilRefused("x".repeat(64 << 10).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void clientsThatVanishLeaveNothingBehind() {
        for (int i = 0; i < 50; i++) {
            RawConnection.open()
                    .post("Content-Length: 1000")
                    .send("{\"prompt\":")
                    .close();
            RawConnection.open()
                    .post("Transfer-Encoding: chunked")
                    .send("5\r\n{\"")
                    .close();
        }
    }

    /** What a client of its own gets to hear. */
    private static CompletableFuture<String> answerTo(UnaryOperator<RawConnection> talk) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var client = RawConnection.open()) {
                        return talk.apply(client).answer();
                    }
                },
                Thread::startVirtualThread);
    }

    private static void assertProblem(String answer, int status, String code) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("application/problem+json")
                .contains("\"code\":\"" + code + "\"");
    }
}
