package dev.parley.webhook.out;

import dev.parley.platform.Settings;
import dev.parley.webhook.Macs;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How secrets are written into the database: encrypted when there is a key for that, as they are otherwise. What was written without a key
 * can be read with one.
 */
final class Vault {

    private static final String SETTING = "parley.webhook-delivery.secret-key";
    private static final int SHORTEST_KEY = 32;
    private static final String SEALED = "aes1:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private Vault(SecretKeySpec key) {
        this.key = key;
    }

    static Vault read(Settings settings) {
        var text = settings.text("parley.webhook-delivery.secret-key").orElse(null);
        if (text == null) {
            return new Vault(null);
        }
        if (text.length() < SHORTEST_KEY) {
            throw new IllegalStateException("The setting " + SETTING + " must have at least 32 random characters.");
        }
        return new Vault(new SecretKeySpec(Macs.sha256(Macs.bytes(text), Macs.bytes("webhook secrets")), "AES"));
    }

    /** @param webhook nobody can make the secret of one that of another */
    String seal(String secret, String webhook) {
        if (key == null) {
            return secret;
        }
        var nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        var sealed = crypt(Cipher.ENCRYPT_MODE, nonce, Macs.bytes(secret), webhook);
        var all = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE, sealed.length);
        return SEALED + Base64.getEncoder().encodeToString(all);
    }

    /** @throws IllegalStateException when it was sealed with another key */
    String open(String stored, String webhook) {
        if (!stored.startsWith(SEALED)) {
            return stored;
        }
        if (key == null) {
            throw new IllegalStateException(
                    "The secret of " + webhook + " is encrypted and " + SETTING + " is missing.");
        }
        var all = Base64.getDecoder().decode(stored.substring(SEALED.length()));
        var nonce = Arrays.copyOf(all, NONCE);
        var text = crypt(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(all, NONCE, all.length), webhook);
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] text, String webhook) {
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(Macs.bytes(webhook));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException otherKey) {
            throw new IllegalStateException(
                    "The secret of " + webhook + " was encrypted with another " + SETTING + ".", otherKey);
        }
    }
}
