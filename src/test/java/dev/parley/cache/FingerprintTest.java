package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.llm.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    @Test
    void noValuePassesForAnother() {
        var all = List.of(
                of((Object) null),
                of(""),
                of("null"),
                of("1"),
                of(1),
                of(1.0),
                of(true),
                of("true"),
                of(Role.USER),
                of("USER"),
                of(List.of()),
                of(Map.of()),
                of(List.of("a", "b")),
                of(List.of("ab")),
                of("a", "b"),
                of("ab"),
                of(List.of(List.of("a"), "b")),
                of(Arrays.asList("a", null)),
                of(Map.of("a", "b")),
                of(Map.of("b", "a")),
                of(Map.of("a", List.of("b"))));

        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void equalValuesHaveTheSame() {
        assertThat(of("é🌍", 7L, List.of(1))).isEqualTo(of("é🌍", 7L, List.of(1)));
    }

    @Test
    void whatItDoesNotKnowIsRefusedAndNotPassedOver() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> of(List.of(new StringBuilder("x"))));
    }

    private static String of(Object... values) {
        var fingerprint = new Fingerprint();
        for (var value : values) {
            fingerprint.add(value);
        }
        return fingerprint.hex();
    }
}
