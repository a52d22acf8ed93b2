package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ten thousand clients leave their streams, and nothing of them stays. */
class LeakIT extends Fixture {

    private static final int STREAMS = 10_000;
    private static final int AT_ONCE = 50;

    @Test
    void tenThousandCancelledStreamsLeaveNothingBehind() throws InterruptedException {
        leave(500);
        await().atMost(Duration.ofSeconds(20)).until(() -> activeRuns() == 0);
        int threadsBefore = threads();

        leave(STREAMS);

        await().atMost(Duration.ofSeconds(30)).until(() -> activeRuns() == 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> Server.UPSTREAM.openConnections() <= 5);
        await().atMost(Duration.ofSeconds(60)).until(() -> threads() <= threadsBefore + 20);
        assertThat(upstreamCalls()).isGreaterThanOrEqualTo(STREAMS);
    }

    /** So many clients read the first delta and close their socket. */
    private static void leave(int streams) throws InterruptedException {
        var body = Json.object("prompt", "hi", "model", "openai/long", "stream", true);
        var request =
                ("POST /parley/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: "
                                + Server.AUTHORIZATION + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII);
        var places = new Semaphore(AT_ONCE);
        var spoke = new AtomicInteger();
        for (int i = 0; i < streams; i++) {
            places.acquire();
            Thread.startVirtualThread(() -> {
                try {
                    spoke.addAndGet(readFirstDelta(request) ? 1 : 0);
                } finally {
                    places.release();
                }
            });
        }
        places.acquire(AT_ONCE);
        assertThat(spoke).hasValue(streams);
    }

    private static boolean readFirstDelta(byte[] request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), Server.PORT)) {
            socket.getOutputStream().write(request);
            var in = socket.getInputStream();
            var seen = new StringBuilder();
            var buffer = new byte[4_096];
            while (seen.indexOf("event: delta") < 0) {
                int count = in.read(buffer);
                if (count < 0) {
                    return false;
                }
                seen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    private static int activeRuns() {
        return Metrics.value("parley_runs_active");
    }

    private static int threads() {
        return Metrics.value("thread_count");
    }
}
