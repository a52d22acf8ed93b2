package dev.parley.governance.limit;

import static dev.parley.governance.limit.Calls.MODEL;
import static dev.parley.governance.limit.Calls.call;
import static dev.parley.governance.limit.Calls.key;
import static dev.parley.governance.limit.Calls.requests;
import static dev.parley.governance.limit.Calls.runs;
import static dev.parley.governance.limit.Calls.team;
import static dev.parley.governance.limit.Calls.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Rates;
import dev.parley.governance.limit.Subject.Scope;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowancesTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Map<String, String> settings = new HashMap<>();
    private Allowances allowances;

    @Test
    void admitsExactlySoManyRequestsInAMinute() {
        assertThat(admitted(key(requests(3)), call(), 10)).isEqualTo(3);
    }

    @Test
    void aRequestComesBackWhenItsPartOfTheMinuteHasPassed() {
        var caller = key(requests(3));
        assertThat(admitted(caller, call(), 10)).isEqualTo(3);

        ticker.pass(Duration.ofMillis(19_999));
        assertThat(admitted(caller, call(), 10)).isZero();
        ticker.pass(Duration.ofMillis(1));
        assertThat(admitted(caller, call(), 10)).isEqualTo(1);
        ticker.pass(Duration.ofHours(1));
        assertThat(admitted(caller, call(), 10)).isEqualTo(3);
    }

    @Test
    void aClockThatJumpsBackOpensAndClosesNothing() {
        var caller = key(requests(3));
        assertThat(admitted(caller, call(), 2)).isEqualTo(2);

        ticker.pass(Duration.ofHours(-1));
        assertThat(admitted(caller, call(), 10)).isEqualTo(1);
        ticker.pass(Duration.ofHours(1).plusMinutes(1));
        assertThat(admitted(caller, call(), 10)).isEqualTo(3);
    }

    @Test
    void saysHowLongToWait() {
        var caller = key(requests(3));
        admitted(caller, call(), 3);
        ticker.pass(Duration.ofSeconds(5));

        var refusing = refusing(caller, call());

        assertThat(refusing.delay()).isEqualTo(Duration.ofSeconds(15));
        assertThat(refusing.remaining()).isZero();
        ticker.pass(refusing.delay());
        assertThat(admitted(caller, call(), 2)).isEqualTo(1);
    }

    @Test
    void reservesInputAndTheLongestAnswer() {
        assertThat(admitted(key(tokens(250)), call(10, 90), 10)).isEqualTo(2);
    }

    @Test
    void givesBackTheTokensThatWereNotUsed() {
        var caller = key(tokens(100));
        hold(caller, call(10, 90)).settle(MODEL, 30);

        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(70);
    }

    @Test
    void chargesWhatWasUsedBeyondTheReservation() {
        var caller = key(tokens(100));
        hold(caller, call(10, 20)).settle(MODEL, 130);

        assertThat(remaining(caller, Measure.TOKENS)).isZero();
        ticker.pass(Duration.ofSeconds(18));
        assertThat(admitted(caller, call(1, 0), 1)).isZero();
        ticker.pass(Duration.ofSeconds(1));
        assertThat(admitted(caller, call(1, 0), 1)).isEqualTo(1);
    }

    @Test
    void aRequestIsCountedAlsoWhenItFailed() {
        var caller = key(new Rates(2, 200, null));
        hold(caller, call()).settle(MODEL, 0);

        assertThat(remaining(caller, Measure.REQUESTS)).isEqualTo(1);
        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(200);
    }

    @Test
    void givesEverythingBackWhenNoProviderWasAsked() {
        var caller = key(new Rates(2, 200, 1));
        hold(caller, call()).release();

        assertThat(remaining(caller, Measure.REQUESTS)).isEqualTo(2);
        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(200);
        assertThat(remaining(caller, Measure.RUNS)).isEqualTo(1);
    }

    @Test
    void aHoldEndsOnce() {
        var caller = key(new Rates(5, 200, 2));
        var first = hold(caller, call());
        hold(caller, call());
        first.settle(MODEL, 50);
        first.settle(MODEL, 0);
        first.release();

        assertThat(remaining(caller, Measure.REQUESTS)).isEqualTo(3);
        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(50);
        assertThat(remaining(caller, Measure.RUNS)).isEqualTo(1);
    }

    @Test
    void runsAtOnceAreFreeAgainWhenTheyEnd() {
        var caller = key(runs(2));
        var first = hold(caller, call());
        hold(caller, call());
        assertThat(refusing(caller, call()).measure()).isEqualTo(Measure.RUNS);

        ticker.pass(Duration.ofHours(1));
        assertThat(admitted(caller, call(), 1)).isZero();
        first.settle(MODEL, 0);
        assertThat(admitted(caller, call(), 5)).isEqualTo(1);
    }

    @Test
    void whatOneLimitRefusesIsTakenFromNone() {
        limit("small", MODEL, "tokens-per-minute", 150);
        var caller = key("key_1", new Rates(10, 1_000, 10), team(new Rates(10, 1_000, 10)));

        assertThat(admitted(caller, call(), 5)).isEqualTo(1);

        assertThat(refusing(caller, call()).subject()).isEqualTo(new Subject(Scope.MODEL, "small"));
        assertThat(allowances.look(caller, call(), 1))
                .extracting(Standing::remaining)
                .containsExactly(9L, 900L, 9L, 9L, 900L, 9L, 50L);
    }

    @Test
    void aTeamSharesItsLimits() {
        var team = team(requests(3));

        assertThat(admitted(key("key_1", Rates.UNLIMITED, team), call(), 2)).isEqualTo(2);
        assertThat(admitted(key("key_2", requests(5), team), call(), 5)).isEqualTo(1);
        assertThat(refusing(key("key_2", requests(5), team), call()).subject().scope())
                .isEqualTo(Scope.TEAM);
    }

    @Test
    void keyTeamAndModelHoldTogether() {
        limit("all-of-openai", "openai/*", "requests-per-minute", 4);
        var team = team(requests(5));

        assertThat(admitted(key("key_1", requests(3), team), call(), 9)).isEqualTo(3);
        assertThat(admitted(key("key_2", requests(3), team), call(), 9)).isEqualTo(1);
        assertThat(admitted(key("key_2", requests(3), team), call(1, 1, List.of("anthropic/answer")), 9))
                .isEqualTo(1);
    }

    @Test
    void everyKeyHasTheDefaultWhereItSaysNothingItself() {
        settings.put("parley.limits.key.requests-per-minute", "2");

        assertThat(admitted(key("key_1", Rates.UNLIMITED, null), call(), 9)).isEqualTo(2);
        assertThat(admitted(key("key_2", requests(4), null), call(), 9)).isEqualTo(4);
    }

    @Test
    void whatWasUsedCountsAgainstAChangedLimit() {
        assertThat(admitted(key(requests(10)), call(), 6)).isEqualTo(6);

        assertThat(remaining(key(requests(100)), Measure.REQUESTS)).isEqualTo(94);
        assertThat(remaining(key(requests(8)), Measure.REQUESTS)).isEqualTo(2);
        assertThat(remaining(key(requests(5)), Measure.REQUESTS)).isZero();
        assertThat(remaining(key(requests(10)), Measure.REQUESTS)).isEqualTo(4);
    }

    @Test
    void runsThatWentOnWhileTheLimitChangedAreCounted() {
        var run = hold(key(runs(3)), call());

        assertThat(admitted(key(runs(1)), call(), 1)).isZero();
        run.settle(MODEL, 1);
        assertThat(admitted(key(runs(1)), call(), 2)).isEqualTo(1);
    }

    @Test
    void anAnswerOfOpenLengthIsAssumedToBeOfSomeLength() {
        settings.put("parley.limits.answer-tokens", "40");
        var caller = key(tokens(100));
        hold(caller, call(10, null));

        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(50);
    }

    @Test
    void anAssumptionAloneMakesNoCallTooLarge() {
        assertThat(admitted(key(tokens(100)), call(10, null), 2)).isEqualTo(1);
        assertThat(refusing(key(tokens(100)), call(10, null)).isHopeless()).isFalse();
    }

    @Test
    void whatIsLargerThanTheLimitIsHopelessAndTakesNothing() {
        var caller = key(tokens(100));

        assertThat(refusing(caller, call(10, 91)).isHopeless()).isTrue();
        assertThat(refusing(caller, call(101, null)).isHopeless()).isTrue();
        assertThat(remaining(caller, Measure.TOKENS)).isEqualTo(100);
    }

    @Test
    void theModelThatAnsweredIsCharged() {
        limit("first", MODEL, "tokens-per-minute", 100);
        limit("second", "anthropic/answer", "tokens-per-minute", 100);
        var caller = key("key_1", Rates.UNLIMITED, null);
        var models = List.of(MODEL, "anthropic/answer");
        hold(caller, call(10, 90, models)).settle("anthropic/answer", 60);

        assertThat(admitted(caller, call(10, 90), 2)).isEqualTo(1);
        assertThat(refusing(caller, call(1, 40, List.of("anthropic/answer"))).remaining())
                .isEqualTo(40);
    }

    @Test
    void forgetsWhatIsAsGoodAsNewAndNothingElse() {
        for (int i = 0; i < 1_000; i++) {
            hold(key("key_" + i, new Rates(10, 1_000, 1), null), call()).settle(MODEL, 100);
        }
        var running = hold(key("busy", runs(1), null), call());
        allowances.sweep();
        assertThat(allowances.size()).isEqualTo(1_001);

        ticker.pass(Duration.ofMinutes(1));
        allowances.sweep();
        assertThat(allowances.size()).isEqualTo(1);
        assertThat(admitted(key("busy", runs(1), null), call(), 1)).isZero();

        running.settle(MODEL, 1);
        allowances.sweep();
        assertThat(allowances.size()).isZero();
    }

    @Test
    void callersWithoutLimitsAreNotRemembered() {
        assertThat(admitted(key(Rates.UNLIMITED), call(), 5)).isEqualTo(5);

        assertThat(allowances.size()).isZero();
    }

    private void limit(String name, String model, String measure, int limit) {
        settings.merge("parley.limits.models", name, (some, more) -> some + "," + more);
        settings.put("parley.limits.models." + name + ".model", model);
        settings.put("parley.limits.models." + name + "." + measure, Integer.toString(limit));
    }

    private Allowances allowances() {
        if (allowances == null) {
            allowances = new Allowances(LimitSettings.read(Settings.of(settings)), ticker);
        }
        return allowances;
    }

    private int admitted(Caller caller, Claim claim, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            admitted += allowances().reserve(caller, claim).hold() == null ? 0 : 1;
        }
        return admitted;
    }

    private Hold hold(Caller caller, Claim claim) {
        return allowances().reserve(caller, claim).hold();
    }

    private Standing refusing(Caller caller, Claim claim) {
        var attempt = allowances().reserve(caller, claim);
        assertThat(attempt.hold()).isNull();
        return Refusal.of(attempt.standings()).orElseThrow();
    }

    private long remaining(Caller caller, Measure measure) {
        return allowances().look(caller).stream()
                .filter(standing -> standing.measure() == measure)
                .findFirst()
                .orElseThrow()
                .remaining();
    }
}
