package dev.parley.webhook;

import java.util.Base64;

/** Symmetric signatures of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: {@code v1,<base64 of the HMAC>}. */
public final class StandardSignature {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";

    /** What the specification demands of a secret, in bytes. */
    private static final int LEAST = 24;

    private static final int MOST = 64;

    private StandardSignature() {}

    /** The text of a secret: {@code whsec_} and base64. */
    public static String secret(byte[] key) {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The key of a secret, whose prefix may be missing.
     *
     * @throws IllegalArgumentException when it is not base64 of 24 to 64 bytes
     */
    public static byte[] key(String secret) {
        var key = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        if (key.length < LEAST || key.length > MOST) {
            throw new IllegalArgumentException("a secret has 24 to 64 bytes");
        }
        return key;
    }

    /** @param timestamp in seconds since 1970, as the header has it */
    public static String sign(byte[] key, String id, String timestamp, byte[] body) {
        var mac = Macs.sha256(key, Macs.bytes(id + "." + timestamp + "."), body);
        return VERSION + Base64.getEncoder().encodeToString(mac);
    }

    /** Whether one of the space-separated {@code signatures} is made with {@code key}. Those of other versions are passed over. */
    public static boolean verify(byte[] key, String id, String timestamp, byte[] body, String signatures) {
        var wanted = sign(key, id, timestamp, body);
        boolean found = false;
        for (var signature : signatures.split(" ")) {
            found |= Macs.equal(wanted, signature);
        }
        return found;
    }
}
