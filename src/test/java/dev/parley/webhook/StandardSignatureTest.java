package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against the library of those who wrote the specification. */
class StandardSignatureTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"greeting\":\"grüße 🌍\"}";

    @Test
    void theLibraryTakesWhatWeSign() throws Exception {
        var timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        var signature = StandardSignature.sign(StandardSignature.key(SECRET), "msg_1", timestamp, Macs.bytes(BODY));

        var headers = HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("msg_1"),
                        "webhook-timestamp", List.of(timestamp),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
        new Webhook(SECRET).verify(BODY, headers.map());
    }

    @Test
    void weTakeWhatTheLibrarySigns() throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        var signature = new Webhook(SECRET).sign("msg_1", now, BODY);

        assertThat(verify("v1a,abc " + signature + " v1,AAAA", "msg_1", now)).isTrue();
        assertThat(verify(signature, "msg_2", now)).isFalse();
        assertThat(verify(signature, "msg_1", now + 1)).isFalse();
        assertThat(verify("", "msg_1", now)).isFalse();
    }

    @Test
    void aSecretIsBase64OfEnoughBytes() {
        assertThat(StandardSignature.key(StandardSignature.secret(new byte[32])))
                .hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> StandardSignature.key("whsec_c2hvcnQ="));
        assertThatIllegalArgumentException().isThrownBy(() -> StandardSignature.key("whsec_no base64 at all"));
    }

    private static boolean verify(String signatures, String id, long timestamp) {
        return StandardSignature.verify(
                StandardSignature.key(SECRET), id, Long.toString(timestamp), Macs.bytes(BODY), signatures);
    }
}
