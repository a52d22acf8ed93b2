package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A key as administrators see it.
 *
 * @param key the text itself, only in the answer that makes it
 */
@Schema(name = "Key")
record KeyWire(
        String id,
        String key,

        @Schema(enumeration = {"active", "expired", "revoked"})
        String status,

        @JsonUnwrapped KeyTerms terms,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("revoked_at") String revokedAt,
        @JsonProperty("last_used_at") String lastUsedAt) {

    static KeyWire of(ApiKey key, String text, long now) {
        return new KeyWire(
                key.id(),
                text,
                key.status(now),
                KeyTerms.of(key),
                moment(key.createdAt()),
                moment(key.revokedAt()),
                moment(key.lastUsedAt()));
    }

    static String moment(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
