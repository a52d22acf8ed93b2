package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokenCheckTest {

    private static final Issuer ISSUER = Issuer.start();

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    @Test
    void aTokenOfTheIssuerTellsWhoCalls() throws JoseException {
        var token = verified(Map.of("sub", "ann", "team", "red", "groups", List.of("user", "elsewhere")), Map.of());

        assertThat(token.subject()).isEqualTo("ann");
        assertThat(token.team()).isEqualTo("red");
        assertThat(token.roles()).containsExactly("user");
    }

    @Test
    void settingsSayWhichClaimsAreMeant() throws JoseException {
        var token = verified(
                Map.of("sub", "ann", "dept", "blue", "scope", "boss"),
                Map.of(
                        "parley.jwt.team-claim",
                        "dept",
                        "parley.jwt.roles-claim",
                        "scope",
                        "parley.jwt.admin-role",
                        "boss"));

        assertThat(token.team()).isEqualTo("blue");
        assertThat(token.roles()).containsExactly("admin");
    }

    @Test
    void claimsOfAnotherTypeMeanNothing() throws JoseException {
        var token = verified(Map.of("sub", "ann", "team", List.of("red"), "groups", Map.of("admin", true)), Map.of());

        assertThat(token.team()).isNull();
        assertThat(token.roles()).isEmpty();
    }

    @Test
    void whatTheIssuerHasNotSignedSoIsRefused() throws JoseException {
        var claims = Map.<String, Object>of("sub", "ann", "groups", List.of("admin"));
        try (var stranger = Issuer.start()) {
            refuses(stranger.token(claims), Map.of());
        }
        refuses(ISSUER.unsigned(claims), Map.of());
        refuses(ISSUER.signedWithThePublicKey(claims), Map.of());
        var good = ISSUER.token(claims);
        refuses(good.substring(0, good.length() - 6) + "AAAAAA", Map.of());
        refuses("a.b.c", Map.of());
    }

    @Test
    void aTokenForOthersIsRefused() throws JoseException {
        refuses(ISSUER.token(Map.of("sub", "ann", "iss", "https://other.example")), Map.of());
        refuses(ISSUER.token(Map.of("sub", "ann")), Map.of("mp.jwt.verify.audiences", "parley"));
        refuses(ISSUER.token(Map.of("sub", "ann", "aud", "x")), Map.of("mp.jwt.verify.audiences", "parley"));
        assertThat(verified(Map.of("sub", "ann", "aud", "parley"), Map.of("mp.jwt.verify.audiences", "parley")))
                .isNotNull();
    }

    @Test
    void aTokenIsGoodInItsTimeOnly() throws JoseException {
        var token = ISSUER.token(Map.of("sub", "ann"));
        var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> check(Map.of(), later).verify(new Credential(token)))
                .withMessageContaining("expired");
        refuses(ISSUER.token(Map.of("sub", "ann", "nbf", 99_999_999_999L)), Map.of());
    }

    @Test
    void aTokenWithoutSubjectIsRefused() throws JoseException {
        refuses(ISSUER.token(Map.of()), Map.of());
    }

    @Test
    void anIssuerThatCantBeReachedRefusesAll() throws JoseException {
        var token = ISSUER.token(Map.of("sub", "ann"));

        refuses(token, Map.of("mp.jwt.verify.publickey.location", "http://127.0.0.1:1/keys"));
    }

    @Test
    void anIssuerNeedsItsKeys() {
        assertThat(TokenRules.read(Settings.of(Map.of()))).isNull();
        assertThatIllegalStateException()
                .isThrownBy(() -> TokenRules.read(Settings.of(Map.of("mp.jwt.verify.issuer", "x"))))
                .withMessageContaining("mp.jwt.verify.publickey.location");
    }

    @Test
    void subjectsThatCantBeWrittenGoByTheirHash() {
        assertThat(TokenCallers.id("ann")).isEqualTo("jwt:ann");
        assertThat(TokenCallers.id("ann\n; x".repeat(50))).matches("jwt-sha256:[0-9a-f]{64}");
    }

    private static Token verified(Map<String, Object> claims, Map<String, String> settings) throws JoseException {
        return check(settings, Clock.systemUTC()).verify(new Credential(ISSUER.token(claims)));
    }

    private static void refuses(String token, Map<String, String> settings) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> check(settings, Clock.systemUTC()).verify(new Credential(token)))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
                    assertThat(refused.detail()).doesNotContain(token);
                });
    }

    private static TokenCheck check(Map<String, String> settings, Clock clock) {
        var all = new HashMap<>(ISSUER.settings());
        all.putAll(settings);
        return new TokenCheck(TokenRules.read(Settings.of(all)), clock);
    }
}
