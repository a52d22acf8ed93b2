package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jboss.resteasy.core.interception.jaxrs.PreMatchContainerRequestContext;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyFilterTest {

    private final BodyFilter filter = new BodyFilter();

    @BeforeEach
    void configure() {
        filter.http = LibertyLike.response(new Socket());
        filter.bodies = new Bodies();
        filter.bodies.watch = new BodyWatch();
        filter.bodies.settings = Settings.of(Map.of("parley.http.max-body", "20", "parley.http.max-v1-body", "40"));
        filter.bodies.configure();
    }

    @Test
    void givesTheWholeBodyToTheResource() throws URISyntaxException {
        var request = post("/runs/1/cancel", "hello");

        filter.filter(request);

        assertThat(request.getEntityStream()).hasContent("hello");
        assertThat(request.getHeaderString("Accept")).isEqualTo("*/*");
    }

    @Test
    void choosesTheMethodThatAnswers() throws URISyntaxException {
        var request = post("/chat", "{\"stream\":true}");

        filter.filter(request);

        assertThat(request.getHeaderString("Accept")).isEqualTo("text/event-stream");
        assertThat(request.getEntityStream()).hasContent("{\"stream\":true}");
    }

    @Test
    void allowsMoreUnderV1() throws URISyntaxException {
        filter.filter(post("/v1/chat/completions", "x".repeat(40)));

        assertRefused(post("/v1/chat/completions", "x".repeat(41)), ErrorCode.PAYLOAD_TOO_LARGE);
        assertRefused(post("/chat", "x".repeat(21)), ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void refusesALengthThatIsNone() throws URISyntaxException {
        var request = post("/chat", "{}");
        request.getHeaders().putSingle("Content-Length", "many");

        assertRefused(request, ErrorCode.BAD_REQUEST);
    }

    @Test
    void takesABodyThatWasReadElsewhere() throws URISyntaxException {
        var request = post("/chat", "not read");
        var elsewhere = new ByteArrayInputStream("{\"stream\":true}".getBytes());
        request.setProperty(
                CrowdFilter.BODY, Body.read(elsewhere, -1, 20, Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM)));

        filter.filter(request);

        assertThat(request.getHeaderString("Accept")).isEqualTo("text/event-stream");
        assertThat(request.getEntityStream()).hasContent("{\"stream\":true}");
    }

    @Test
    void passesOnARefusalFromElsewhere() throws URISyntaxException {
        var request = post("/chat", "{}");
        request.setProperty(CrowdFilter.BODY, new ApiException(ErrorCode.REQUEST_TIMEOUT, "Too slow."));

        assertRefused(request, ErrorCode.REQUEST_TIMEOUT);
    }

    private void assertRefused(ContainerRequestContext request, ErrorCode code) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> filter.filter(request))
                .matches(refused -> refused.code() == code);
    }

    private static ContainerRequestContext post(String path, String body) throws URISyntaxException {
        var request = MockHttpRequest.post(path).content(body.getBytes()).header("Accept", "*/*");
        return new PreMatchContainerRequestContext(request, null, null);
    }
}
