package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider does alike; each kind brings a fixture, and what it has no way of doing is skipped. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ProviderContract {

    static final String QUESTION = "Hello from the scripted upstream.";
    static final Prompt PROMPT = Prompt.of(null, List.of(Message.of(Role.USER, QUESTION)), Sampling.DEFAULT);

    abstract Provider provider();

    /** The model that behaves so, null when this provider can't; all words mean those of {@code upstream.Behaviours}. */
    abstract String model(String behaviour);

    DeltaStream open(String behaviour, boolean stream) {
        var model = model(behaviour);
        assumeTrue(model != null, () -> provider().name() + " has nothing like " + behaviour);
        return provider().open(model, PROMPT, stream);
    }

    Heard hear(String behaviour, boolean stream) {
        return Heard.of(open(behaviour, stream));
    }

    ApiException failure(String behaviour, boolean stream) {
        return catchThrowableOfType(ApiException.class, () -> hear(behaviour, stream));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answers(boolean stream) {
        var heard = hear("answer", stream);

        assertThat(heard.text()).isEqualTo(QUESTION);
        assertThat(heard.finish()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void streamsInPieces() {
        assertThat(hear("stream", true).texts()).hasSizeGreaterThan(3).doesNotContain("");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsTools(boolean stream) {
        var heard = hear("tool", stream);

        assertThat(heard.finish()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(heard.calls().getFirst().id()).isNotBlank();
        assertThat(heard.calls().getFirst().name()).isEqualTo("get_weather");
        assertThat(heard.calls().getFirst().arguments()).isEqualTo("{\"city\":\"Oslo\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsAnEmptyAnswerToo(boolean stream) {
        var heard = hear("empty", stream);

        assertThat(heard.text()).isEmpty();
        assertThat(heard.finish()).isEqualTo(FinishReason.STOP);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsHowLongTheRateLimitHolds(boolean stream) {
        var failure = failure("rate-limited-seconds", stream);

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
        assertThat(failure.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersAfterAFailureThatPasses(boolean stream) {
        var failure = failure("fails-once", stream);

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_ERROR);
        assertThat(failure.code().retryable()).isTrue();
        assertThat(hear("fails-once", stream).text()).isEqualTo(QUESTION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rejectsAnUnknownModel(boolean stream) {
        var failure = catchThrowableOfType(ApiException.class, () -> provider().open("no-such-model", PROMPT, stream));

        assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
        assertThat(failure.detail()).contains("no-such-model");
    }

    @Test
    void keepsWhatCameBeforeABreak() {
        try (var stream = open("reset-after", true)) {
            assertThat(stream.next()).isInstanceOf(Delta.TextDelta.class);

            var failure = catchThrowableOfType(ApiException.class, () -> {
                while (true) {
                    assertThat(stream.next()).isInstanceOf(Delta.TextDelta.class);
                }
            });

            assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
        }
    }

    @Test
    void endsASilentCallByInterrupt() {
        var call = new Asked(() -> hear("hang", true));

        call.interruptOnceBlocked();

        assertThat(call.failure()).isInstanceOf(ApiException.class);
    }
}
