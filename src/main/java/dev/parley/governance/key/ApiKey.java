package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * A key as the server knows it. It begins when an administrator makes it and ends when it expires or is revoked; its row stays, because
 * the ledger names it. Moments are epoch milliseconds.
 *
 * @param hash of the whole text, in hexadecimal digits
 * @param caller who comes with it
 * @param expiresAt null for never
 * @param revokedAt null while it is not
 * @param lastUsedAt null while it was not, up to a minute late
 */
record ApiKey(String hash, Caller caller, long createdAt, Long expiresAt, Long revokedAt, Long lastUsedAt) {

    String id() {
        return caller.id();
    }

    /** Whether {@code shown} is this key; takes as long for every wrong one. */
    boolean matches(KeyText shown) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), shown.hash().getBytes(StandardCharsets.US_ASCII));
    }

    /** Why nobody may use it any more at {@code now}, null when all is well. */
    ApiException refusal(long now) {
        if (revokedAt != null) {
            return Credential.unauthorized(
                    "The key %s was revoked; ask your administrator for another.".formatted(id()));
        }
        if (expiresAt != null && expiresAt <= now) {
            return Credential.unauthorized("The key %s expired at %s; ask your administrator for another."
                    .formatted(id(), Instant.ofEpochMilli(expiresAt)));
        }
        return null;
    }

    /** {@code active}, {@code expired} or {@code revoked}. */
    String status(long now) {
        if (revokedAt != null) {
            return "revoked";
        }
        return expiresAt != null && expiresAt <= now ? "expired" : "active";
    }
}
