package dev.parley.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs, and how they are compared. */
public final class Macs {

    private static final String SHA256 = "HmacSHA256";

    private Macs() {}

    /** HMAC-SHA256 over the parts, one after the other. */
    public static byte[] sha256(byte[] key, byte[]... parts) {
        try {
            var mac = Mac.getInstance(SHA256);
            mac.init(new SecretKeySpec(key, SHA256));
            for (var part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Whether {@code hex} are the digits of {@code mac}, in constant time for a given length. */
    public static boolean areDigitsOf(byte[] mac, String hex) {
        return equal(HexFormat.of().formatHex(mac), hex);
    }

    /** In constant time for a given length of {@code given}. */
    public static boolean equal(String wanted, String given) {
        return MessageDigest.isEqual(bytes(wanted), bytes(given));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
