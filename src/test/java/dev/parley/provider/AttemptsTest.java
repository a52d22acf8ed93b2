package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.FinishReason;
import dev.parley.platform.Deadline;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptsTest {

    private static final TextDelta HI = new TextDelta("hi");
    private static final End STOP = new End(FinishReason.STOP);

    private final FakeTicker ticker = new FakeTicker();
    private final Watch watch = new Watch();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final FakeProvider first = new FakeProvider("first");
    private final FakeProvider second = new FakeProvider("second");
    private Deadline deadline = Deadline.after(Duration.ofMinutes(1), ticker);

    @Test
    void anAnswerAtOnceNeedsOneCall() {
        first.answers(HI, STOP);

        try (var call = ask(first)) {
            assertThat(call.model()).isEqualTo("first/m");
            assertThat(call.next()).isEqualTo(HI);
            assertThat(call.next()).isEqualTo(STOP);
        }
        assertThat(first.openStreams()).isZero();
        assertThat(pauses).isEmpty();
    }

    @Test
    void asksAgainAfterAFailureThatMayPass() {
        first.refuses(ErrorCode.PROVIDER_ERROR).answers(HI, STOP);

        ask(first).close();

        assertThat(first.calls()).isEqualTo(2);
        assertThat(pauses).containsExactly(Duration.ofMillis(125));
        assertThat(log).containsExactly("retried first: provider_error");
    }

    @Test
    void doublesThePauseUpToItsMost() {
        first.refuses(ErrorCode.PROVIDER_ERROR)
                .refuses(ErrorCode.PROVIDER_UNREACHABLE)
                .refuses(ErrorCode.PROVIDER_ERROR)
                .answers(HI, STOP);

        ask(first).close();

        assertThat(pauses).containsExactly(Duration.ofMillis(125), Duration.ofMillis(250), Duration.ofMillis(300));
    }

    @Test
    void givesUpAfterTheLastAttempt() {
        for (int i = 0; i < 4; i++) {
            first.refuses(ErrorCode.PROVIDER_ERROR);
        }

        assertFails(ErrorCode.PROVIDER_ERROR, first);
        assertThat(first.calls()).isEqualTo(4);
    }

    @Test
    void waitsAsLongAsTheProviderSays() {
        first.refuses(new ApiException(ErrorCode.PROVIDER_RATE_LIMITED, "scripted", Duration.ofSeconds(7)))
                .answers(HI, STOP);

        ask(first).close();

        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void doesNotWaitLongerThanTheDeadlineLeaves() {
        deadline = Deadline.after(Duration.ofSeconds(5), ticker);
        first.refuses(new ApiException(ErrorCode.PROVIDER_RATE_LIMITED, "scripted", Duration.ofSeconds(7)));

        assertFails(ErrorCode.PROVIDER_RATE_LIMITED, first);
        assertThat(first.calls()).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"PROVIDER_REFUSED_REQUEST", "PROVIDER_UNAUTHORIZED", "MODEL_NOT_FOUND", "PROVIDER_TIMEOUT"})
    void doesNotRepeatWhatWouldFailAgain(ErrorCode code) {
        first.refuses(code);

        assertFails(code, first);
        assertThat(first.calls()).isEqualTo(1);
    }

    @Test
    void fallsBackToTheNextModelAndSaysSo() {
        first.refuses(ErrorCode.PROVIDER_UNAUTHORIZED);
        second.answers(HI, STOP);

        try (var call = ask(first, second)) {
            assertThat(call.model()).isEqualTo("second/m");
        }
        assertThat(log).containsExactly("fell back first/m second/m: provider_unauthorized");
    }

    @Test
    void aRefusedRequestIsNotOfferedToOthers() {
        first.refuses(ErrorCode.PROVIDER_REFUSED_REQUEST);

        assertFails(ErrorCode.PROVIDER_REFUSED_REQUEST, first, second);
        assertThat(second.calls()).isZero();
    }

    @Test
    void whatHasSpokenIsNeverRepeated() {
        first.breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, HI);
        second.answers(HI, STOP);

        try (var call = ask(first, second)) {
            call.next();
            assertThatThrownBy(call::next).isInstanceOf(ApiException.class);
        }
        assertThat(first.calls()).isEqualTo(1);
        assertThat(second.calls()).isZero();
    }

    @Test
    void anEndpointThatKeepsFailingRestsAndTheOtherIsNotTouched() {
        var tired = House.endpoint(first);
        var fresh = House.endpoint(second);
        for (int i = 0; i < 4; i++) {
            first.refuses(ErrorCode.PROVIDER_ERROR);
        }
        assertThatThrownBy(() -> attempts().over(House.route(tired))).isInstanceOf(ApiException.class);
        second.answers(HI, STOP);

        try (var call = attempts().over(House.route(tired, fresh))) {
            assertThat(call.model()).isEqualTo("second/m");
        }
        assertThat(first.calls()).isEqualTo(4);
        assertThatThrownBy(() -> attempts().over(House.route(tired)))
                .isInstanceOfSatisfying(ApiException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                    assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
                });
    }

    @Test
    void rateLimitsAndRefusalsDoNotTireTheBreaker() {
        var endpoint = House.endpoint(first);
        for (int i = 0; i < 8; i++) {
            first.refuses(ErrorCode.PROVIDER_REFUSED_REQUEST);
            assertThatThrownBy(() -> attempts().over(House.route(endpoint))).isInstanceOf(ApiException.class);
        }
        first.answers(HI, STOP);

        attempts().over(House.route(endpoint)).close();
    }

    @Test
    void aCancelledWaitForTheFirstTokenEndsAsCancelled() throws InterruptedException {
        first.hangs();
        var asked = CompletableFuture.supplyAsync(() -> codeOf(() -> ask(first)), Thread::startVirtualThread);
        first.awaitHanging();

        watch.cancel();

        assertThat(asked.join()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(first.calls()).isEqualTo(1);
    }

    @Test
    void aSilentProviderEndsAsATimeoutAndTheNextIsAsked() throws InterruptedException {
        first.hangs();
        second.answers(HI, STOP);
        var asked = CompletableFuture.supplyAsync(() -> ask(first, second).model(), Thread::startVirtualThread);
        first.awaitHanging();

        ticker.pass(Duration.ofSeconds(31));
        watch.check(ticker.nanos());

        assertThat(asked.join()).isEqualTo("second/m");
    }

    @Test
    void theDeadlineEndsASilentProviderForGood() throws InterruptedException {
        deadline = Deadline.after(Duration.ofSeconds(10), ticker);
        first.hangs();
        var asked = CompletableFuture.supplyAsync(() -> codeOf(() -> ask(first, second)), Thread::startVirtualThread);
        first.awaitHanging();

        ticker.pass(Duration.ofSeconds(11));
        watch.check(ticker.nanos());

        assertThat(asked.join()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(second.calls()).isZero();
    }

    private static ErrorCode codeOf(Runnable asking) {
        try {
            asking.run();
            return null;
        } catch (ApiException failure) {
            return failure.code();
        }
    }

    private void assertFails(ErrorCode code, FakeProvider... providers) {
        assertThat(codeOf(() -> ask(providers))).isEqualTo(code);
    }

    private Call ask(FakeProvider... providers) {
        return attempts()
                .over(House.route(
                        java.util.Arrays.stream(providers).map(House::endpoint).toArray(Endpoint[]::new)));
    }

    private Attempts<Call> attempts() {
        var rules = new RetrySettings(4, Duration.ofMillis(250), Duration.ofMillis(600), Duration.ofSeconds(1));
        var patience = new Call.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30));
        return new Attempts<>(
                deadline,
                watch,
                new RetryPolicy(rules, () -> 0L, pauses::add),
                candidate -> new Call(candidate, deadline, watch, ticker, patience)
                        .open(House.HELLO, true, new GuardedCalls()),
                new Attempts.Observer() {
                    @Override
                    public void retried(Route.Candidate candidate, ApiException failure) {
                        log.add("retried " + candidate.endpoint().name() + ": "
                                + failure.code().wireName());
                    }

                    @Override
                    public void fellBack(Route.Candidate from, Route.Candidate to, ApiException failure) {
                        log.add("fell back " + from.qualifiedName() + " " + to.qualifiedName() + ": "
                                + failure.code().wireName());
                    }
                });
    }
}
