package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {

    private final Map<String, String> values = new HashMap<>(Map.of("parley.default-model", "first/m"));

    @Test
    void aQualifiedNameGoesToItsProvider() {
        assertThat(names("second/n")).containsExactly("second/n");
    }

    @Test
    void aBareNameGoesToTheProviderThatListsIt() {
        assertThat(names("n")).containsExactly("first/n");
    }

    @Test
    void noNameGoesToTheDefaultModel() {
        assertThat(names(null)).containsExactly("first/m");
    }

    @Test
    void anAliasStandsForItsModelAndItsFallbacks() {
        values.put("parley.aliases", "fast");
        values.put("parley.aliases.fast", "second/m, first/n");

        assertThat(names("fast")).containsExactly("second/m", "first/n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "first/x", "third/m", "first/", "/", "first"})
    void anUnknownNameIsRefusedWithTheKnownOnes(String model) {
        assertThatThrownBy(() -> routes().route(model)).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND);
            assertThat(failure.detail()).contains("'" + model + "'").contains("first/m", "second/n");
        });
    }

    @Test
    void aLongUnknownNameIsShortened() {
        assertThatThrownBy(() -> routes().route("x".repeat(10_000)))
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void anAliasOfAnUnknownModelStopsTheStart() {
        values.put("parley.aliases", "fast");
        values.put("parley.aliases.fast", "third/x");

        assertThatThrownBy(this::routes)
                .hasMessageContaining("parley.aliases.fast")
                .hasMessageContaining("third/x");
    }

    @Test
    void anAliasOfNothingStopsTheStart() {
        values.put("parley.aliases", "fast");

        assertThatThrownBy(this::routes).hasMessageContaining("parley.aliases.fast is missing");
    }

    @Test
    void anUnknownDefaultStopsTheStart() {
        values.put("parley.default-provider", "third");

        assertThatThrownBy(this::routes).hasMessageContaining("parley.default-provider");
    }

    private List<String> names(String model) {
        return routes().route(model).candidates().stream()
                .map(Route.Candidate::qualifiedName)
                .toList();
    }

    private Routes routes() {
        var endpoints = new LinkedHashMap<String, Endpoint>();
        endpoints.put("first", House.endpoint(new FakeProvider("first")));
        endpoints.put("second", House.endpoint(new FakeProvider("second")));
        return Routes.read(endpoints, Settings.of(values));
    }
}
