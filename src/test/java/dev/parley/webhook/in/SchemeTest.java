package dev.parley.webhook.in;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.parley.webhook.Macs;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemeTest {

    private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String SECRET = "It's a Secret to Everybody";
    private static final long NOW = 1_700_000_000;
    private static final String BODY = "Hello, World!";

    @Test
    void standardTakesWhatTheLibrarySigns() throws Exception {
        assertThat(standard(NOW, 0)).isPresent();
        assertThat(standard(NOW, 0).orElseThrow().deliveryId()).isEqualTo("msg_1");
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, -600, 301, 600, 100_000_000})
    void standardRefusesWhatIsTooOldOrOfTheFuture(long away) throws Exception {
        assertThat(standard(NOW + away, 0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-299, 299})
    void standardBearsClocksThatDiffer(long away) throws Exception {
        assertThat(standard(NOW + away, 0)).isPresent();
    }

    @Test
    void standardRefusesATimestampThatIsNotTheSignedOne() throws Exception {
        assertThat(standard(NOW - 600, 600)).isEmpty();
    }

    private static Optional<Proof> standard(long signedAt, long shift) throws Exception {
        var signature = new Webhook(STANDARD_SECRET).sign("msg_1", signedAt, BODY);
        return prove(
                Scheme.STANDARD,
                STANDARD_SECRET,
                Map.of(
                        "webhook-id",
                        "msg_1",
                        "webhook-timestamp",
                        Long.toString(signedAt + shift),
                        "webhook-signature",
                        signature));
    }

    @Test
    void standardRefusesAnotherIdAnotherKeyAndWhatIsMissing() throws Exception {
        var signature = new Webhook(STANDARD_SECRET).sign("msg_1", NOW, BODY);
        var good =
                Map.of("webhook-id", "msg_1", "webhook-timestamp", Long.toString(NOW), "webhook-signature", signature);
        var other = "whsec_" + java.util.Base64.getEncoder().encodeToString(new byte[32]);

        assertThat(prove(Scheme.STANDARD, STANDARD_SECRET, good)).isPresent();
        assertThat(prove(Scheme.STANDARD, other, good)).isEmpty();
        assertThat(prove(Scheme.STANDARD, STANDARD_SECRET, with(good, "webhook-id", "msg_2")))
                .isEmpty();
        for (var name : good.keySet()) {
            assertThat(prove(Scheme.STANDARD, STANDARD_SECRET, with(good, name, null)))
                    .isEmpty();
            assertThat(prove(Scheme.STANDARD, STANDARD_SECRET, with(good, name, "")))
                    .isEmpty();
            assertThat(prove(Scheme.STANDARD, STANDARD_SECRET, with(good, name, "x x,=é")))
                    .isEmpty();
        }
    }

    /** The example of GitHub's documentation. */
    @Test
    void githubTakesItsOwnExample() {
        var headers = Map.of(
                "X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");

        var proof = prove(Scheme.GITHUB, SECRET, headers).orElseThrow();

        assertThat(proof.deliveryId()).isEqualTo("72d3162e-cc78-11e3-81ab-4c9367dc0958");
        assertThat(proof.names()).hasSize(2);
    }

    @Test
    void githubKnowsABodyAgainUnderAnotherId() {
        var headers = new HashMap<String, String>();
        headers.put("X-Hub-Signature-256", "sha256=" + mac(BODY));
        headers.put("X-GitHub-Delivery", "first");
        var first = prove(Scheme.GITHUB, SECRET, headers).orElseThrow();
        headers.put("X-GitHub-Delivery", "second");
        var second = prove(Scheme.GITHUB, SECRET, headers).orElseThrow();

        assertThat(second.names()).containsAnyElementsOf(first.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "sha1=757107ea",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            })
    void githubRefusesOtherSignatures(String signature) {
        assertThat(prove(Scheme.GITHUB, SECRET, Map.of("X-Hub-Signature-256", signature)))
                .isEmpty();
        assertThat(prove(Scheme.GITHUB, SECRET, Map.of())).isEmpty();
    }

    @Test
    void stripeTakesOneOfSeveralSignatures() {
        var signature = "t=%d,v1=%s,v1=%s,v0=abc".formatted(NOW, "00", mac(NOW + "." + BODY));

        assertThat(prove(Scheme.STRIPE, SECRET, Map.of("Stripe-Signature", signature)))
                .isPresent();
    }

    @Test
    void stripeKnowsAnEventAgainByTheIdInIt() {
        var body = "{\"id\":\"evt_1\",\"n\":1}";
        var signature = "t=%d,v1=%s".formatted(NOW, mac(NOW + "." + body));

        var proof = Scheme.STRIPE.prove(
                Macs.bytes(SECRET), Map.of("Stripe-Signature", signature)::get, Macs.bytes(body), NOW);

        assertThat(proof.orElseThrow().deliveryId()).isEqualTo("evt_1");
    }

    @Test
    void stripeRefusesWhatIsOldOrForged() {
        var old = NOW - 600;
        var signed = mac(old + "." + BODY);
        assertThat(prove(Scheme.STRIPE, SECRET, Map.of("Stripe-Signature", "t=%d,v1=%s".formatted(old, signed))))
                .isEmpty();
        assertThat(prove(Scheme.STRIPE, SECRET, Map.of("Stripe-Signature", "t=%d,v1=%s".formatted(NOW, signed))))
                .isEmpty();
        assertThat(prove(Scheme.STRIPE, SECRET, Map.of("Stripe-Signature", "v1=" + signed)))
                .isEmpty();
        assertThat(prove(Scheme.STRIPE, SECRET, Map.of("Stripe-Signature", "t=%d".formatted(NOW))))
                .isEmpty();
        assertThat(prove(Scheme.STRIPE, SECRET, Map.of())).isEmpty();
    }

    @Test
    void tokenTakesTheSecretInAnyOfItsHeaders() {
        for (var headers : new Map[] {
            Map.of("Authorization", "Bearer " + SECRET),
            Map.of("X-Webhook-Token", SECRET),
            Map.of("X-Gitlab-Token", SECRET)
        }) {
            @SuppressWarnings("unchecked")
            Map<String, String> plain = headers;
            assertThat(prove(Scheme.TOKEN, SECRET, plain)).isPresent();
        }
        assertThat(prove(Scheme.TOKEN, SECRET, Map.of("X-Gitlab-Token", SECRET + "x")))
                .isEmpty();
        assertThat(prove(Scheme.TOKEN, SECRET, Map.of("Authorization", SECRET))).isEmpty();
        assertThat(prove(Scheme.TOKEN, SECRET, Map.of())).isEmpty();
    }

    @Test
    void anIdThatCantBeShownIsKnownAgainAllTheSame() {
        var id = "x".repeat(5_000);
        var proof = prove(Scheme.TOKEN, SECRET, Map.of("X-Gitlab-Token", SECRET, "webhook-id", id))
                .orElseThrow();

        assertThat(proof.deliveryId()).isNull();
        assertThat(proof.names())
                .singleElement()
                .satisfies(name -> assertThat(name).hasSizeLessThanOrEqualTo(80));
    }

    private static Optional<Proof> prove(Scheme scheme, String secret, Map<String, String> headers) {
        return scheme.prove(scheme.key(secret), headers::get, Macs.bytes(BODY), NOW);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        var others = new HashMap<>(headers);
        others.put(name, value);
        return others;
    }

    private static String mac(String text) {
        return HexFormat.of().formatHex(Macs.sha256(Macs.bytes(SECRET), Macs.bytes(text)));
    }
}
