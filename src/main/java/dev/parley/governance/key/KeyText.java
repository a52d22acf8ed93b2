package dev.parley.governance.key;

import dev.parley.platform.Ids;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A key as its owner has it: {@code parley_<id>_<secret><checksum>}. The id finds it, 32 random bytes prove it, and the checksum
 * tells garbage and slips of the hand from keys without a look into the database. All in small letters and digits.
 */
record KeyText(String id, Credential credential) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat HEX = HexFormat.of();
    private static final String PREFIX = "parley_";
    static final String ID_PREFIX = "key_";
    private static final int ID_LENGTH = 24;
    private static final int SECRET_BYTES = 32;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int LENGTH = PREFIX.length() + ID_LENGTH + 1 + 2 * SECRET_BYTES + CHECKSUM_LENGTH;

    /** A new one. */
    static KeyText make() {
        var id = Ids.next("key");
        var secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        var text = PREFIX + id.substring(ID_PREFIX.length()) + "_" + HEX.formatHex(secret);
        return new KeyText(id, new Credential(text + checksum(text)));
    }

    /** Empty when {@code credential} can't be a key of ours. */
    static Optional<KeyText> of(Credential credential) {
        var text = credential.text();
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        var body = text.substring(0, LENGTH - CHECKSUM_LENGTH);
        if (!text.endsWith(checksum(body))) {
            return Optional.empty();
        }
        return Optional.of(
                new KeyText(ID_PREFIX + body.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH), credential));
    }

    String hash() {
        return HEX.formatHex(credential.hash());
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HEX.toHexDigits((int) crc.getValue());
    }
}
