package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ConnectionBreakerTest {

    @Test
    void closesTheClientsSocketOnce() {
        var socket = new Socket();
        var breaker = ConnectionBreaker.of(LibertyLike.response(socket));

        assertThat(breaker.breakOff()).isTrue();
        assertThat(breaker.breakOff()).isTrue();
        assertThat(socket.isClosed()).isTrue();
    }

    @Test
    void leavesConnectionsAloneThatCarryOtherRequests() {
        assertThat(ConnectionBreaker.of(LibertyLike.http2Response()).breakOff()).isFalse();
    }

    @Test
    void doesNothingOnARuntimeItDoesNotKnow() {
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> null);

        assertThat(ConnectionBreaker.of(response).breakOff()).isFalse();
    }
}
