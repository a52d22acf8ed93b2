package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Usage;
import dev.parley.platform.Settings;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final String ECHO =
            "gen_ai_operation_name=chat,gen_ai_provider_name=offline,gen_ai_request_model=echo";

    private final FakeRegistry metrics = new FakeRegistry();
    private final Meters meters = new Meters();

    @BeforeEach
    void configure() {
        meters.registry = metrics.registry();
        meters.settings = Settings.of(Map.of("parley.metrics.max-models", "3"));
        meters.configure();
    }

    @Test
    void recordsUnderTheNamesOfTheConventions() {
        var echo = meters.of("chat", "offline/echo");

        echo.firstToken(Duration.ofMillis(5));
        echo.tokensFollowed(11, Duration.ofMillis(100));
        echo.requestEnded(Duration.ofSeconds(1), null);
        echo.requestEnded(Duration.ofSeconds(2), ErrorCode.PROVIDER_TIMEOUT);
        echo.used(Usage.reported(3, 4));

        assertThat(metrics.recorded)
                .containsExactly(
                        "gen_ai.server.time_to_first_token{" + ECHO + "} PT0.005S",
                        "gen_ai.server.time_per_output_token{" + ECHO + "} PT0.01S",
                        "gen_ai.server.request.duration{" + ECHO + ",error_type=} PT1S",
                        "gen_ai.server.request.duration{" + ECHO + ",error_type=provider_timeout} PT2S",
                        "gen_ai.client.token.usage{" + ECHO + ",gen_ai_token_type=input} 3",
                        "gen_ai.client.token.usage{" + ECHO + ",gen_ai_token_type=output} 4");
    }

    @Test
    void oneTokenHasNoTimeBetweenTokens() {
        meters.of("chat", "offline/echo").tokensFollowed(1, Duration.ZERO);

        assertThat(metrics.recorded).isEmpty();
    }

    @Test
    void looksUpEachMetricOnce() {
        for (int i = 0; i < 3; i++) {
            meters.of("chat", "offline/echo").requestEnded(Duration.ofSeconds(1), null);
        }

        assertThat(metrics.registered).doesNotHaveDuplicates();
    }

    @Test
    void namesThatClientsMakeUpDoNotGrowWithoutBound() {
        for (int i = 0; i < 100; i++) {
            meters.of("chat", "openai/made-up-" + i);
        }

        assertThat(metrics.registered)
                .filteredOn(metric -> metric.startsWith("gen_ai.server.time_to_first_token"))
                .hasSize(4)
                .last()
                .asString()
                .contains("gen_ai_provider_name=openai,gen_ai_request_model=other");
    }

    @Test
    void countsProblemsByCode() {
        meters.problem(ErrorCode.INVALID_JSON);

        assertThat(metrics.recorded)
                .containsExactly("parley.validation.failures{}", "parley.problems{code=invalid_json}");
    }

    @Test
    void whatTheServerFailedAtIsNoFailedValidation() {
        meters.problem(ErrorCode.STORE_UNAVAILABLE);

        assertThat(metrics.recorded).containsExactly("parley.problems{code=store_unavailable}");
    }

    @Test
    void countsWhatGovernanceDecides() {
        meters.limitRefused("tokens", "team");
        meters.budgetRefused();
        meters.cacheHit();
        meters.cacheMissed();
        meters.cacheJoined();
        meters.replayed();

        assertThat(metrics.recorded)
                .containsExactly(
                        "parley.limits.refused{limit=tokens,scope=team}",
                        "parley.budgets.refused{}",
                        "parley.cache.requests{result=hit}",
                        "parley.cache.requests{result=miss}",
                        "parley.cache.requests{result=join}",
                        "parley.idempotency.replays{}");
    }

    @Test
    void countsWhatBecomesOfCalls() {
        var echo = meters.of("chat", "offline/echo");

        echo.answeredEmpty();
        echo.timedOut();
        echo.spent(1_250);

        assertThat(metrics.recorded)
                .containsExactly(
                        "parley.answers.empty{" + ECHO + "}",
                        "parley.timeouts{" + ECHO + "}",
                        "parley.cost.microdollars{" + ECHO + "} 1250");
    }
}
