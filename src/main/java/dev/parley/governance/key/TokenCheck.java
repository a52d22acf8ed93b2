package dev.parley.governance.key;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Clock;
import org.jose4j.http.Get;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;

/**
 * Verifies tokens of one issuer: signature, issuer, audience and times. The issuer's keys are fetched when the first token comes and when
 * one names a key that is not known, at most every 10 s; a fetch blocks its caller for 5 s at most, and known keys outlive a failing
 * issuer by a day. May be used by all threads.
 */
final class TokenCheck {

    private static final int FETCH_MILLIS = 5_000;
    private static final int FETCH_AGAIN_AFTER_MILLIS = 10_000;
    private static final int SKEW_SECONDS = 30;
    private static final long OUTLIVE_SECONDS = 86_400;

    /** Signatures with a public key only: one that is checked with a shared secret could be made by whoever knows the public key. */
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512);

    private final TokenRules rules;
    private final Clock clock;
    private final HttpsJwksVerificationKeyResolver keys;

    TokenCheck(TokenRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
        var http = new Get();
        http.setConnectTimeout(FETCH_MILLIS);
        http.setReadTimeout(FETCH_MILLIS);
        http.setRetries(0);
        var published = new HttpsJwks(rules.keys());
        published.setSimpleHttpGet(http);
        published.setRefreshReprieveThreshold(FETCH_AGAIN_AFTER_MILLIS);
        published.setRetainCacheOnErrorDuration(OUTLIVE_SECONDS);
        keys = new HttpsJwksVerificationKeyResolver(published);
    }

    /** Whether a credential has the form of a token. */
    static boolean isToken(Credential credential) {
        return credential.text().chars().filter(character -> character == '.').count() == 2;
    }

    /** @throws ApiException {@code UNAUTHORIZED}; the reason names no part of the token */
    Token verify(Credential credential) {
        try {
            var claims = consumer().processToClaims(credential.text());
            return Token.of(claims.getClaimsMap(), rules);
        } catch (InvalidJwtException invalid) {
            throw new ApiException(ErrorCode.UNAUTHORIZED, reason(invalid), invalid);
        }
    }

    private JwtConsumer consumer() {
        var builder = new JwtConsumerBuilder()
                .setRequireSubject()
                .setRequireExpirationTime()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .setExpectedIssuer(rules.issuer())
                .setJwsAlgorithmConstraints(SIGNATURES)
                .setVerificationKeyResolver(keys);
        return rules.audiences().isEmpty()
                ? builder.setSkipDefaultAudienceValidation().build()
                : builder.setExpectedAudience(rules.audiences().toArray(String[]::new))
                        .build();
    }

    private String reason(InvalidJwtException invalid) {
        if (invalid.hasExpired()) {
            return "The token has expired; get a new one from " + rules.issuer() + ".";
        }
        return "The token is not one that %s has issued for this server, or its keys can't be fetched now."
                .formatted(rules.issuer());
    }
}
