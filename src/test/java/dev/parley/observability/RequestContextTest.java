package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Usage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void takesOverTheCallersId() {
        assertThat(begin(Map.of("X-Request-Id", "order-7.1")).id()).isEqualTo("order-7.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "x\u001b[31m", "é"})
    void makesAnIdWhereTheCallersCantBeRepeated(String id) {
        assertThat(begin(Map.of("X-Request-Id", id)).id()).startsWith("req_");
    }

    @Test
    void makesAnIdOfItsOwn() {
        assertThat(begin(Map.of()).id())
                .startsWith("req_")
                .isNotEqualTo(begin(Map.of()).id());
    }

    @Test
    void worksInTheBackgroundWithoutAnAnswer() {
        var work = RequestContext.background("req_7", "00-" + TRACE + "-b7ad6b7169203331-01", "/batches/1");

        work.header("X-Cache", "hit");
        work.answered("openai/answer", Usage.reported(1, 2));

        assertThat(work.id()).isEqualTo("req_7");
        assertThat(work.traceId()).isEqualTo(TRACE);
        assertThat(work.answer().usage().output()).isEqualTo(2);
    }

    @Test
    void followsTheCallersTrace() {
        var traceparent = "00-" + TRACE + "-b7ad6b7169203331-01";

        var request = begin(Map.of("traceparent", traceparent));

        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.traceparent()).isEqualTo(traceparent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-x-y-01", "00-" + TRACE, "00-" + TRACE + "-b7ad6b7169203331-01\"}"})
    void ignoresATraceThatIsNone(String traceparent) {
        assertThat(begin(Map.of("traceparent", traceparent)).traceId()).isNull();
    }

    @Test
    void isFoundAgainOnItsRequest() {
        var request = FakeRequest.of("POST", "/chat", Map.of());
        var context = RequestContext.begin(request, null, 0);

        assertThat(RequestContext.of(request)).isSameAs(context);
    }

    @Test
    void tellsTheLogWhatHappened() {
        var request = begin(Map.of("X-Request-Id", "r1"));
        var entry = request;
        var later = request.startNanos() + Duration.ofMillis(12).toNanos();

        assertThat(AccessEntry.line(entry, 404, later)).isEqualTo("POST /chat status=404 duration_ms=12 request_id=r1");

        request.answered("offline/echo", Usage.reported(3, 4));
        assertThat(AccessEntry.line(entry, 200, later))
                .isEqualTo("POST /chat status=200 duration_ms=12 model=offline/echo prompt_tokens=3 completion_tokens=4"
                        + " request_id=r1");
    }

    private static RequestContext begin(Map<String, String> headers) {
        return RequestContext.begin(FakeRequest.of("POST", "/chat", headers), null, 1_000);
    }
}
