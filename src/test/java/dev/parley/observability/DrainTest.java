package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainTest {

    private final Drain drain = new Drain();
    private final FakeTicker ticker = new FakeTicker();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicBoolean gaveUp = new AtomicBoolean();

    @BeforeEach
    void configure() {
        drain.ticker = ticker;
        drain.settings = Settings.of(Map.of("parley.drain.timeout", "10s"));
        drain.configure();
        drain.waitFor(live::get, () -> gaveUp.set(true));
    }

    @Test
    void refusesNewWorkFromItsBeginning() {
        assertThatCode(drain::refuseNewWork).doesNotThrowAnyException();

        drain.drain();

        assertThat(drain.isDraining()).isTrue();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(drain::refuseNewWork)
                .matches(refused -> refused.code() == ErrorCode.DRAINING)
                .matches(refused -> refused.retryAfter() != null);
    }

    @Test
    void waitsForWhatRuns() {
        live.set(3);
        drain.nap = live::decrementAndGet;

        drain.drain();

        assertThat(live).hasValue(0);
        assertThat(gaveUp).isFalse();
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        live.set(1);
        var begun = ticker.nanos();
        drain.nap = () -> ticker.pass(Duration.ofSeconds(1));

        drain.drain();

        assertThat(gaveUp).isTrue();
        assertThat(ticker.nanos() - begun).isEqualTo(Duration.ofSeconds(10).toNanos());
    }
}
