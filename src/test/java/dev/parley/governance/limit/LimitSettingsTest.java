package dev.parley.governance.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitSettingsTest {

    private static final Map<String, String> GOOD = Map.of(
            "parley.limits.models", "gpt",
            "parley.limits.models.gpt.model", "openai/gpt-5",
            "parley.limits.models.gpt.tokens-per-minute", "9000");

    @Test
    void limitsNothingUnlessTold() {
        var settings = LimitSettings.read(Settings.of(Map.of()));

        assertThat(settings.everyKey()).isEqualTo(Rates.UNLIMITED);
        assertThat(settings.models()).isEmpty();
    }

    @Test
    void readsTheLimitsOfModels() {
        var limit = LimitSettings.read(Settings.of(GOOD)).models().getFirst();

        assertThat(limit.rates()).isEqualTo(new Rates(null, 9_000, null));
        assertThat(limit.covers("openai/gpt-5")).isTrue();
        assertThat(limit.covers("openai/gpt-5-mini")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "parley.limits.models.gpt.model, '', parley.limits.models.gpt.model",
        "parley.limits.models.gpt.model, gpt-5, provider/model",
        "parley.limits.models.gpt.tokens-per-minute, '', limits nothing",
        "parley.limits.models.gpt.tokens-per-minute, 0, a whole number from 1",
        "parley.limits.key.concurrent-runs, -1, parley.limits.key.concurrent-runs",
        "parley.limits.key.requests-per-minute, 99999999999, parley.limits.key.requests-per-minute"
    })
    void whatIsSetWrongIsNamed(String key, String value, String told) {
        var settings = new HashMap<>(GOOD);
        settings.put(key, value);

        assertThatThrownBy(() -> LimitSettings.read(Settings.of(settings)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(told);
    }
}
