package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyKeyTest {

    @Test
    void aRequestWithoutTheHeaderHasNoKey() {
        assertThat(IdempotencyKey.of(null, "POST", "/chat", "abc")).isNull();
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void whatIsNoKeyIsRefused(String header) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> IdempotencyKey.of(header, "POST", "/chat", "abc"))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                    assertThat(refused.detail())
                            .contains("Idempotency-Key", "1 to 255")
                            .hasSizeLessThan(200);
                });
    }

    static Stream<String> unusable() {
        return Stream.of(
                "",
                "  ",
                "\"\"",
                "two words",
                "k".repeat(256),
                "k".repeat(5 << 10),
                "ключ",
                "a\tb",
                "a\u0000",
                "\u007f");
    }

    @Test
    void aKeyMayStandInQuotesAndBeOf255Characters() {
        assertThat(of("\"order-7\"")).isEqualTo(of("order-7")).isEqualTo(of("  order-7 "));
        assertThat(of("k".repeat(255)).value()).hasSize(255);
        assertThat(of("\"").value()).isEqualTo("\"");
    }

    @Test
    void theFingerprintTellsRequestsApart() {
        var request = IdempotencyKey.of("k", "POST", "/chat", "abc").fingerprint();

        assertThat(IdempotencyKey.of("other", "POST", "/chat", "abc").fingerprint())
                .isEqualTo(request);
        assertThat(IdempotencyKey.of("k", "PUT", "/chat", "abc").fingerprint()).isNotEqualTo(request);
        assertThat(IdempotencyKey.of("k", "POST", "/chat2", "abc").fingerprint())
                .isNotEqualTo(request);
        assertThat(IdempotencyKey.of("k", "POST", "/chat", "abd").fingerprint()).isNotEqualTo(request);
        assertThat(IdempotencyKey.of("k", "POST", "/chat", null).fingerprint()).isNotEqualTo(request);
    }

    @Test
    void theSlotIsOfOneOwnerAndOneChoice() {
        var slot = of("k").slot("key_1", 0);

        assertThat(slot).hasSize(64).isEqualTo(of("k").slot("key_1", 0));
        assertThat(of("k").slot("key_2", 0)).isNotEqualTo(slot);
        assertThat(of("k").slot("key_1", 1)).isNotEqualTo(slot);
        assertThat(of("k2").slot("key_1", 0)).isNotEqualTo(slot);
        // what ends one part must not be able to begin the next
        assertThat(of("2k").slot("key_", 0)).isNotEqualTo(of("k").slot("key_2", 0));
    }

    private static IdempotencyKey of(String header) {
        return IdempotencyKey.of(header, "POST", "/chat", "abc");
    }
}
