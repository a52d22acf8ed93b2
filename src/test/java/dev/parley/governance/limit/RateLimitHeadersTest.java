package dev.parley.governance.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.governance.limit.Subject.Scope;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitHeadersTest {

    private static final Subject KEY = new Subject(Scope.KEY, "key_1");
    private static final Subject TEAM = new Subject(Scope.TEAM, "ops");

    @Test
    void saysNothingWhereNothingIsLimited() {
        assertThat(RateLimitHeaders.of(List.of(), true)).isEmpty();
    }

    @Test
    void speaksTheWordsOfTheDraft() {
        var headers = RateLimitHeaders.of(
                List.of(
                        standing(KEY, Measure.REQUESTS, 100, 50),
                        standing(KEY, Measure.TOKENS, 90_000, 90_000),
                        standing(KEY, Measure.RUNS, 5, 4)),
                false);

        assertThat(headers)
                .containsExactly(
                        entry(
                                "RateLimit-Policy",
                                "\"requests\";q=100;w=60, \"tokens\";q=90000;w=60;qu=\"tokens\", \"runs\";q=5;qu=\"concurrent-requests\""),
                        entry("RateLimit", "\"requests\";r=50;t=30, \"tokens\";r=90000, \"runs\";r=4"));
    }

    @Test
    void speaksTheWordsOfOpenAiUnderV1() {
        var headers = RateLimitHeaders.of(
                List.of(standing(KEY, Measure.REQUESTS, 60, 0), standing(KEY, Measure.TOKENS, 600, 599)), true);

        assertThat(headers)
                .contains(
                        entry("x-ratelimit-limit-requests", "60"),
                        entry("x-ratelimit-remaining-requests", "0"),
                        entry("x-ratelimit-reset-requests", "1m0s"),
                        entry("x-ratelimit-limit-tokens", "600"),
                        entry("x-ratelimit-remaining-tokens", "599"),
                        entry("x-ratelimit-reset-tokens", "1s"));
    }

    @Test
    void tellsTheTightestOfSeveral() {
        var headers = RateLimitHeaders.of(
                List.of(standing(KEY, Measure.REQUESTS, 100, 50), standing(TEAM, Measure.REQUESTS, 1_000, 3)), true);

        assertThat(headers)
                .containsEntry("x-ratelimit-limit-requests", "1000")
                .containsEntry("RateLimit", "\"requests\";r=3;t=60");
    }

    @Test
    void retryAfterIsNotEarlierThanWhatTheFieldSays() {
        var refusing = new Standing(TEAM, Measure.REQUESTS, 100, 0, 1, Duration.ofMillis(2_100));
        var standings = List.of(standing(KEY, Measure.TOKENS, 900, 10), refusing);

        assertThat(RateLimitHeaders.of(standings, refusing, false)).containsEntry("RateLimit", "\"requests\";r=0;t=3");
        assertThat(Refusal.failure(refusing).retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void promisesNothingToACallThatCanNeverPass() {
        var refusing = new Standing(KEY, Measure.TOKENS, 100, 40, 500, Duration.ZERO);

        var failure = Refusal.failure(refusing);

        assertThat(RateLimitHeaders.of(List.of(refusing), refusing, false))
                .containsEntry("RateLimit", "\"tokens\";r=40");
        assertThat(failure.code()).isEqualTo(ErrorCode.REQUEST_EXCEEDS_LIMIT);
        assertThat(failure.retryAfter()).isNull();
        assertThat(failure.detail()).contains("500 tokens").contains("has 100 per minute");
    }

    @Test
    void refusesWithTheLimitThatIsWaitedForLongest() {
        var soon = new Standing(KEY, Measure.REQUESTS, 100, 0, 1, Duration.ofSeconds(1));
        var late = new Standing(TEAM, Measure.TOKENS, 100, 9, 50, Duration.ofSeconds(25));

        assertThat(Refusal.of(List.of(soon, late))).hasValue(late);
        assertThat(Refusal.failure(late).detail())
                .isEqualTo(
                        "Of the limit of the team 'ops', 100 tokens per minute, 9 are left and this call may need 50;"
                                + " try again in 25 s, or lower max_tokens.");
    }

    private static Standing standing(Subject subject, Measure measure, long limit, long remaining) {
        return new Standing(subject, measure, limit, remaining, 0, Duration.ZERO);
    }
}
