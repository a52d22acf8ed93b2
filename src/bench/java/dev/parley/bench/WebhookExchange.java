package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A delivery signed as Standard Webhooks says, each another one, and its 202. */
final class WebhookExchange extends Exchange {
    static final String SOURCE = "bench";
    static final String MODEL = "openai/" + Script.paced(20, 0).model();
    private static final byte[] KEY = "a key of the benchmark, 32 bytes".getBytes(UTF_8);
    static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
    private static final String BODY = """
            {"action":"opened","issue":{"number":%d,"title":"The bell of my bicycle rings by itself","labels":[],
            "body":"It began after the rain of last week. I have oiled it, which made it louder."},"sender":{"login":"anna"}}""";

    private long arrival;

    WebhookExchange() {
        super(Script.paced(20, 0), Door.NATIVE, false);
    }

    @Override
    ByteBuffer request(String noKey) {
        long number = NUMBER.incrementAndGet();
        var body = BODY.formatted(number);
        var id = "msg_" + number;
        long timestamp = System.currentTimeMillis() / 1_000;
        return ByteBuffer.wrap(
                """
                POST /webhooks/%s HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                webhook-id: %s\r
                webhook-timestamp: %d\r
                webhook-signature: %s\r
                Content-Length: %d\r
                \r
                %s""".formatted(SOURCE, id, timestamp, signature(id + "." + timestamp + "." + body), body.length(), body)
                        .getBytes(UTF_8));
    }

    private static String signature(String signed) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    void body(byte[] bytes, int from, int to, long now) {
        arrival = now;
    }

    @Override
    void end() {
        if (status() != 202) {
            fail("a delivery got status " + status());
        }
    }

    double millis() {
        return (arrival - sentAt()) / 1e6;
    }

    long arrival() {
        return arrival;
    }
}
