package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.problem.ErrorCode;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamFailuresTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:00Z");

    private final UpstreamFailures failures = new UpstreamFailures("acme", () -> NOW);

    @ParameterizedTest
    @CsvSource({
        "302, PROVIDER_BROKEN_RESPONSE",
        "400, PROVIDER_REFUSED_REQUEST",
        "401, PROVIDER_UNAUTHORIZED",
        "402, PROVIDER_UNAUTHORIZED",
        "403, PROVIDER_UNAUTHORIZED",
        "404, MODEL_NOT_FOUND",
        "408, PROVIDER_TIMEOUT",
        "409, PROVIDER_ERROR",
        "413, PROVIDER_REFUSED_REQUEST",
        "422, PROVIDER_REFUSED_REQUEST",
        "429, PROVIDER_RATE_LIMITED",
        "500, PROVIDER_ERROR",
        "502, PROVIDER_ERROR",
        "503, PROVIDER_ERROR",
        "504, PROVIDER_TIMEOUT",
        "529, PROVIDER_ERROR",
    })
    void knowsEveryStatus(int status, ErrorCode code) {
        var failure = failures.refused(status, "m", header -> null);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.detail()).startsWith("The provider acme ").endsWith(".");
        assertThat(failure.retryAfter()).isNull();
    }

    @Test
    void namesTheModelThatIsNotThere() {
        assertThat(failures.refused(404, "gpt-99", header -> null).detail()).contains("gpt-99");
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "' 1.5 ', PT1.5S",
        "'Sun, 06 Nov 1994 08:49:37 GMT', PT37S",
        "'Sun, 06 Nov 1994 08:48:37 GMT', PT0S",
    })
    void readsRetryAfter(String value, Duration wait) {
        assertThat(failures.refused(429, "m", Map.of("Retry-After", value)::get).retryAfter())
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e9", "99999999999999999999", "NaN", "Sun, 99 Nov 1994 08:49:37 GMT"})
    void ignoresARetryAfterThatIsUnsound(String value) {
        assertThat(failures.refused(429, "m", Map.of("Retry-After", value)::get).retryAfter())
                .isNull();
    }

    @Test
    void prefersMilliseconds() {
        var headers = Map.of("Retry-After", "2", "retry-after-ms", "1500");

        assertThat(failures.refused(503, "m", headers::get).retryAfter()).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void advisesNoWaitWhereARetryIsInVain() {
        assertThat(failures.refused(400, "m", Map.of("Retry-After", "2")::get).retryAfter())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "rate_limit_error, PROVIDER_RATE_LIMITED",
        "insufficient_quota, PROVIDER_RATE_LIMITED",
        "overloaded_error, PROVIDER_ERROR",
        "authentication_error, PROVIDER_UNAUTHORIZED",
        "invalid_request_error, PROVIDER_REFUSED_REQUEST",
        "not_found_error, MODEL_NOT_FOUND",
        "429, PROVIDER_RATE_LIMITED",
        "999, PROVIDER_ERROR",
        "SECRET, PROVIDER_ERROR",
        ", PROVIDER_ERROR",
    })
    void knowsTheWordsOfErrorEvents(String type, ErrorCode code) {
        var failure = failures.reported(type, "m");

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.detail()).doesNotContain("SECRET");
    }

    @Test
    void tellsWhyAProviderCanNotBeReached() {
        assertThat(unreachable(new ConnectException("Connection refused"))).contains("refused the connection");
        assertThat(unreachable(new UnknownHostException("x"))).contains("cannot be resolved");
        assertThat(unreachable(new SSLHandshakeException("x"))).contains("TLS");
        assertThat(unreachable(new SocketException("Connection reset"))).contains("closed the connection");
    }

    @Test
    void keepsOnlyCausesInTheWordsOfTheJdk() {
        var foreign = new IOException("outer") {};

        assertThat(failures.brokeOff(new SocketException("Connection reset"))).hasRootCauseMessage("Connection reset");
        assertThat(failures.brokeOff(foreign)).hasNoCause();
    }

    private String unreachable(Exception cause) {
        var failure = failures.unreachable(new ProcessingException("RESTEASY", cause));
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
        return failure.detail();
    }
}
