package dev.parley.webhook.out;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A delivery as administrators see it: what became of it, not what it says. */
@Schema(name = "WebhookDelivery")
record DeliveryWire(
        String id,
        String webhook,
        String type,

        @Schema(enumeration = {"pending", "delivered", "dead"})
        String state,

        int attempts,

        @Schema(description = "of the last answer, absent when there was none")
        Integer status,

        @Schema(
                description =
                        "of the last attempt: status_500, timeout, unreachable, unknown_host, tls_failure,"
                                + " broken_answer, address_not_allowed, url_not_allowed, secret_unreadable, webhook_disabled, webhook_removed")
        String error,

        @JsonProperty("attempted_at") String attemptedAt,
        @JsonProperty("next_attempt_at") String nextAt,
        @JsonProperty("created_at") String createdAt) {

    static DeliveryWire of(Delivery delivery) {
        return new DeliveryWire(
                delivery.id(),
                delivery.webhook(),
                delivery.type(),
                delivery.state(),
                delivery.attempts(),
                delivery.status() == 0 ? null : delivery.status(),
                delivery.error(),
                WebhookWire.moment(delivery.attemptedAt()),
                WebhookWire.moment(delivery.nextAt()),
                WebhookWire.moment(delivery.createdAt()));
    }
}
