package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachePolicyTest {

    /** temperature, Cache-Control, whether an answer may come from the cache. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, -, true",
                "0.0, '', true",
                "-0.0, -, true",
                "-, -, false",
                "0.1, -, false",
                "1, -, false",
                "-, max-age=60, true",
                "1, 'max-age=60', true",
                "1, 'max-age=\"60\"', true",
                "1, 'MAX-AGE=60, must-revalidate', true",
                "-, max-age=0, true",
                "0, no-store, false",
                "0, no-cache, false",
                "0, 'max-age=60, No-Store', false",
                "1, 'no-cache,max-age=60', false",
            })
    void coversWhatIsDeterministicOrAskedFor(Double temperature, String header, boolean covers) {
        assertThat(CachePolicy.of(header).covers(prompt(temperature))).isEqualTo(covers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max-age=-1", "max-age=soon", "max-age=99999999999", "max-age", "private", ",,", "only-if-cached"
            })
    void whatIsNotUnderstoodSaysNothing(String header) {
        assertThat(CachePolicy.of(header)).isEqualTo(CachePolicy.UNSAID);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 3600, true",
                "max-age=60, 59, true",
                "max-age=60, 60, false",
                "max-age=0, 0, false",
                "no-store, 0, false"
            })
    void allowsWhatIsYoungEnough(String header, int seconds, boolean allowed) {
        assertThat(CachePolicy.of(header).allows(Duration.ofSeconds(seconds))).isEqualTo(allowed);
    }

    private static Prompt prompt(Double temperature) {
        return Prompt.of("m", List.of(Message.of(Role.USER, "hi")), Sampling.of(temperature, null));
    }
}
