package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.Deadline;
import dev.parley.platform.FakeTicker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyWatchTest {

    private final FakeTicker ticker = new FakeTicker();
    private final BodyWatch watch = new BodyWatch();
    private Socket socket;
    private ConnectionBreaker client;

    @BeforeEach
    void connect() throws IOException {
        try (var server = new ServerSocket(0)) {
            socket = new Socket("localhost", server.getLocalPort());
        }
        client = ConnectionBreaker.of(LibertyLike.response(socket));
    }

    @AfterEach
    void disconnect() throws IOException {
        socket.close();
    }

    @Test
    void endsTheReadingWhenTheTimeIsOver() {
        watch.watch(in(10), client);
        ticker.pass(Duration.ofSeconds(9));
        watch.beat();
        assertThat(socket.isInputShutdown()).isFalse();

        ticker.pass(Duration.ofSeconds(1));
        watch.beat();

        assertThat(socket.isInputShutdown()).isTrue();
        assertThat(watch.count()).isZero();
    }

    @Test
    void leavesAConnectionAloneWhoseBodyIsThere() {
        var reading = watch.watch(in(10), client);
        reading.end();
        ticker.pass(Duration.ofSeconds(11));
        watch.beat();

        assertThat(socket.isInputShutdown()).isFalse();
        assertThat(watch.count()).isZero();
    }

    private Deadline in(int seconds) {
        return Deadline.after(Duration.ofSeconds(seconds), ticker);
    }
}
