package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {

    @Test
    void isReadFromEitherHeader() {
        assertThat(read(Map.of("Authorization", "Bearer abc"))).isEqualTo("abc");
        assertThat(read(Map.of("Authorization", "bearer  abc"))).isEqualTo("abc");
        assertThat(read(Map.of("X-API-Key", "abc"))).isEqualTo("abc");
        assertThat(read(Map.of("X-API-Key", "abc", "Authorization", "Bearer abc")))
                .isEqualTo("abc");
    }

    @Test
    void oneThatIsNotThereOrDoubtfulIsRefused() {
        refuses(Map.of());
        refuses(Map.of("X-API-Key", ""));
        refuses(Map.of("X-API-Key", "abc", "Authorization", "Bearer other"));
        refuses(Map.of("X-API-Key", "abc", "Authorization", "Basic YTpi"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer\tabc", "Bearer a b", "Bearer é", "Bearer a\u0000", "abc"})
    void oneThatCantBeIsRefused(String authorization) {
        refuses(Map.of("Authorization", authorization));
    }

    @Test
    void oneOfTenKilobytesIsNotLookedAt() {
        refuses(Map.of("X-API-Key", "k".repeat(10 << 10)));
        refuses(Map.of("Authorization", "Bearer " + "k".repeat(10 << 10)));
        assertThat(read(Map.of("X-API-Key", "k".repeat(Credential.LONGEST)))).hasSize(Credential.LONGEST);
    }

    private static void refuses(Map<String, String> headers) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(headers))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
    }

    private static String read(Map<String, String> headers) {
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                CredentialTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, called, arguments) -> headers.get(arguments[0]));
        return Credential.of(request).text();
    }
}
