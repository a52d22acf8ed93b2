package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ConnectionBreakerTest {

    @Test
    void doesNothingOnARuntimeItDoesNotKnow() {
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> null);

        assertThat(ConnectionBreaker.of(response).breakOff()).isFalse();
    }
}
