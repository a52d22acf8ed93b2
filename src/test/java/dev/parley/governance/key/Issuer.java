package dev.parley.governance.key;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** An OIDC issuer that says whatever a test wants and publishes its key. */
public final class Issuer implements AutoCloseable {

    private static final String NAME = "https://issuer.example";

    private final RsaJsonWebKey key;
    private final HttpServer http;

    private Issuer(RsaJsonWebKey key, HttpServer http) {
        this.key = key;
        this.http = http;
    }

    public static Issuer start() {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("k1");
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var keys = new JsonWebKeySet(key)
                    .toJson(OutputControlLevel.PUBLIC_ONLY)
                    .getBytes(StandardCharsets.UTF_8);
            http.createContext("/keys", exchange -> {
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            http.start();
            return new Issuer(key, http);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (JoseException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What a server needs to know of it. */
    public Map<String, String> settings() {
        return Map.of(
                "mp.jwt.verify.issuer",
                NAME,
                "mp.jwt.verify.publickey.location",
                "http://127.0.0.1:" + http.getAddress().getPort() + "/keys");
    }

    /** Signed, for ten minutes; {@code claims} may say otherwise. */
    public String token(Map<String, Object> claims) throws JoseException {
        var signed = new JsonWebSignature();
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signed.setKey(key.getPrivateKey());
        return serialized(signed, claims);
    }

    String unsigned(Map<String, Object> claims) throws JoseException {
        var unsigned = new JsonWebSignature();
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        unsigned.setAlgorithmHeaderValue(AlgorithmIdentifiers.NONE);
        return serialized(unsigned, claims);
    }

    /** The old trick: the public key as the secret of a symmetric signature. */
    String signedWithThePublicKey(Map<String, Object> claims) throws JoseException {
        var signed = new JsonWebSignature();
        signed.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
        signed.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        return serialized(signed, claims);
    }

    private static String serialized(JsonWebSignature signature, Map<String, Object> claims) throws JoseException {
        var all = new JwtClaims();
        all.setIssuer(NAME);
        all.setExpirationTimeMinutesInTheFuture(10);
        claims.forEach(all::setClaim);
        signature.setKeyIdHeaderValue("k1");
        signature.setPayload(all.toJson());
        return signature.getCompactSerialization();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
