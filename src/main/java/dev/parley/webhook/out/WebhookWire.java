package dev.parley.webhook.out;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A webhook as administrators see it.
 *
 * @param secret {@code whsec_…}, only in the answer that makes it
 */
@Schema(name = "Webhook")
record WebhookWire(
        String id,
        String secret,
        @JsonUnwrapped WebhookTerms terms,

        @JsonProperty("disabled_because") @Schema(enumeration = {"gone", "administrator"})
        String disabledBecause,

        @JsonProperty("previous_secret_until") String previousUntil,

        @JsonProperty("created_at") String createdAt) {

    static WebhookWire of(Webhook webhook, String secret, long now) {
        boolean overlapping = webhook.previousSecret() != null && webhook.previousUntil() > now;
        return new WebhookWire(
                webhook.id(),
                secret,
                WebhookTerms.of(webhook),
                webhook.disabledBecause(),
                overlapping ? moment(webhook.previousUntil()) : null,
                moment(webhook.createdAt()));
    }

    /** Null for 0. */
    static String moment(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
