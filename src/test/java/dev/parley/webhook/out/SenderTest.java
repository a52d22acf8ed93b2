package dev.parley.webhook.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SenderTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final Receiver receiver = Receiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void postsWhatItIsGiven() {
        var answer = send(receiver.url("/hook?a=b"), Duration.ofSeconds(5));

        assertThat(answer.isSuccess()).isTrue();
        var letter = receiver.letters().getFirst();
        assertThat(letter.path()).isEqualTo("/hook?a=b");
        assertThat(letter.body()).isEqualTo("{}");
        assertThat(letter.header("webhook-id")).isEqualTo("msg_1");
        assertThat(letter.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(letter.header("Host")).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(letter.header("Accept-Encoding")).isNull();
    }

    @Test
    void neverFollowsARedirect() {
        for (var status : new int[] {301, 302, 303, 307, 308}) {
            receiver.be(Receiver.answering(status, "Location", receiver.url("/elsewhere")));

            var answer = send(receiver.url("/hook"), Duration.ofSeconds(5));

            assertThat(answer).isEqualTo(new Answer(status, "status_" + status, null));
        }
        assertThat(receiver.letters()).extracting(Receiver.Letter::path).containsOnly("/hook");
    }

    @Test
    void hearsWhenToComeBack() {
        receiver.be(Receiver.answering(503, "Retry-After", "120"));

        assertThat(send(receiver.url("/"), Duration.ofSeconds(5)).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void neverTriesAgainByItself() {
        receiver.be(Receiver.answering(503, "Retry-After", "0"));

        send(receiver.url("/"), Duration.ofSeconds(5));

        assertThat(receiver.letters()).hasSize(1);
    }

    @Test
    void leavesAReceiverThatNeverAnswers() {
        var end = new CountDownLatch(1);
        receiver.be(exchange -> waitFor(end));

        var begun = System.nanoTime();
        assertThat(send(receiver.url("/"), Duration.ofMillis(500)).error()).isEqualTo("timeout");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
        end.countDown();
    }

    @Test
    void leavesAReceiverThatDripsHeaders() throws IOException {
        try (var dripping = new java.net.ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread.startVirtualThread(() -> drip(dripping));

            var answer = send("http://127.0.0.1:" + dripping.getLocalPort() + "/", Duration.ofSeconds(1));

            assertThat(answer.error()).isEqualTo("timeout");
        }
    }

    /** One byte every 100 ms, so that no read is ever without a byte for long. */
    private static void drip(java.net.ServerSocket server) {
        try (var socket = server.accept()) {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (IOException left) {
            // as it should be
        }
    }

    @Test
    void doesNotListenToAGigabyte() {
        var sent = new AtomicLong();
        var stopped = new CountDownLatch(1);
        receiver.be(exchange -> {
            exchange.sendResponseHeaders(200, 1L << 30);
            var chunk = new byte[64 << 10];
            try (var out = exchange.getResponseBody()) {
                while (sent.get() < 1L << 30) {
                    out.write(chunk);
                    sent.addAndGet(chunk.length);
                }
            } finally {
                stopped.countDown();
            }
        });

        var begun = System.nanoTime();
        assertThat(send(receiver.url("/"), Duration.ofSeconds(10)).isSuccess()).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        await().until(() -> stopped.getCount() == 0);
        assertThat(sent.get()).isLessThan(64L << 20);
    }

    @Test
    void doesNotListenToHeadersWithoutEnd() throws IOException {
        try (var endless = new java.net.ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread.startVirtualThread(() -> {
                try (var socket = endless.accept()) {
                    var out = socket.getOutputStream();
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write("X: y\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException left) {
                    // as it should be
                }
            });

            assertThat(send("http://127.0.0.1:" + endless.getLocalPort() + "/", Duration.ofSeconds(5))
                            .error())
                    .isEqualTo("broken_answer");
        }
    }

    @Test
    void sendsNothingToAddressesThatAreNotAllowed() throws IOException {
        try (var sender =
                new Sender(TargetRules.read(Settings.of(open(""))), Duration.ofSeconds(5), Clock.systemUTC())) {
            for (var host : new String[] {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"}) {
                var answer = sender.send("http://" + host + ":" + receiver.port() + "/", Map.of(), BODY);

                assertThat(answer.error()).isEqualTo("address_not_allowed");
            }
        }
        assertThat(receiver.letters()).isEmpty();
    }

    /** DNS rebinding: the first answer passes the check, and would the second one be connected to, it would be this machine. */
    @Test
    void connectsToTheVeryAddressThatWasChecked() throws IOException {
        var questions = new AtomicInteger();
        CheckedAddresses.Names rebinding = host -> {
            assertThat(host).isEqualTo("rebinding.example");
            return new InetAddress[] {
                InetAddress.getByName(questions.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2")
            };
        };
        try (var sender = new Sender(
                TargetRules.read(Settings.of(open("127.0.0.1/32"))),
                Duration.ofSeconds(5),
                Clock.systemUTC(),
                rebinding)) {
            var url = "http://rebinding.example:" + receiver.port() + "/";

            assertThat(sender.send(url, Map.of(), BODY).isSuccess()).isTrue();
            assertThat(questions).hasValue(1);
            assertThat(receiver.letters().getFirst().header("Host")).isEqualTo("rebinding.example:" + receiver.port());
            assertThat(sender.send(url, Map.of(), BODY).error()).isEqualTo("address_not_allowed");
        }
        assertThat(receiver.letters()).hasSize(1);
    }

    @Test
    void tlsKeepsTheNameAlthoughTheAddressIsPinned() throws Exception {
        try (var server = new java.net.ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var sender = new Sender(
                        TargetRules.read(Settings.of(open("127.0.0.1"))),
                        Duration.ofSeconds(5),
                        Clock.systemUTC(),
                        host -> new InetAddress[] {InetAddress.getByName("127.0.0.1")})) {
            var hello = new java.util.concurrent.CompletableFuture<String>();
            Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    var bytes = new byte[8_192];
                    int length = socket.getInputStream().read(bytes);
                    hello.complete(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
                    socket.getOutputStream().write("no TLS here\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException failure) {
                    hello.completeExceptionally(failure);
                }
            });

            var answer = sender.send("https://named.example:" + server.getLocalPort() + "/", Map.of(), BODY);

            assertThat(hello.get()).contains("named.example");
            assertThat(answer.error()).isEqualTo("tls_failure");
        }
    }

    @Test
    void saysInAWordWhyThereWasNoAnswer() throws IOException {
        var closed = closedPort();
        assertThat(send("http://127.0.0.1:" + closed + "/", Duration.ofSeconds(5))
                        .error())
                .isEqualTo("unreachable");
        assertThat(send("ftp://127.0.0.1/", Duration.ofSeconds(5)).error()).isEqualTo("url_not_allowed");
        try (var sender = new Sender(
                TargetRules.read(Settings.of(open("127.0.0.1"))), Duration.ofSeconds(5), Clock.systemUTC(), host -> {
                    throw new UnknownHostException(host);
                })) {
            assertThat(sender.send("http://nowhere.example/", Map.of(), BODY).error())
                    .isEqualTo("unknown_host");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Answer send(String url, Duration timeout) {
        try (var sender = new Sender(TargetRules.read(Settings.of(open("127.0.0.0/8"))), timeout, Clock.systemUTC())) {
            var pulse = Thread.startVirtualThread(() -> {
                while (!Thread.interrupted()) {
                    sender.beat();
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            });
            try {
                return sender.send(url, Map.of("webhook-id", "msg_1"), BODY);
            } finally {
                pulse.interrupt();
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Map<String, String> open(String networks) {
        var settings = new HashMap<String, String>();
        settings.put("parley.webhook-delivery.allow-http", "true");
        settings.put("parley.webhook-delivery.ports", "*");
        settings.put("parley.webhook-delivery.allowed-networks", networks);
        return settings;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
