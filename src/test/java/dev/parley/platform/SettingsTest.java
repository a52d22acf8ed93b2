package dev.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "24h, PT24H", "30d, PT720H"})
    void readsDurations(String text, Duration expected) {
        assertThat(Settings.of(Map.of("k", text)).duration("k", "1s")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-5s", "1.5s", "30 s", "forever"})
    void refusesWhatIsNoDurationAndNamesTheKey(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("parley.x", text)).duration("parley.x", "1s"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parley.x")
                .hasMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "ten", "99999999999999999999"})
    void refusesNumbersOutOfRange(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("k", text)).integer("k", 5, 1, 10))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a whole number from 1 to 10");
    }

    @Test
    void aBlankValueIsNoValue() {
        assertThat(Settings.of(Map.of("k", "  ")).integer("k", 5, 1, 10)).isEqualTo(5);
    }

    @Test
    void readsListsWithoutBlanks() {
        assertThat(Settings.of(Map.of("k", " a, ,b ,")).list("k", "")).containsExactly("a", "b");
    }

    @Test
    void refusesFlagsThatAreNeitherTrueNorFalse() {
        assertThatThrownBy(() -> Settings.of(Map.of("k", "yes")).flag("k", false))
                .hasMessageContaining("true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "localhost:80", "http://", "not a url"})
    void refusesAddressesThatAreNotHttp(String text) {
        assertThatThrownBy(() -> Settings.of(Map.of("k", text)).httpUri("k", "http://x"))
                .hasMessageContaining("http or https");
    }
}
