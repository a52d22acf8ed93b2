package dev.parley.webhook.out;

import dev.parley.webhook.StandardSignature;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The headers of an attempt: its id, its time, and the signatures of all secrets that sign now. */
record Envelope(Vault vault, Clock clock) {

    /** @throws IllegalStateException when a secret can't be read */
    Map<String, String> headers(Webhook webhook, String id, byte[] body) {
        long now = clock.millis();
        var timestamp = Long.toString(TimeUnit.MILLISECONDS.toSeconds(now));
        var signature = sign(webhook, webhook.secret(), id, timestamp, body);
        if (webhook.previousSecret() != null && now < webhook.previousUntil()) {
            signature += " " + sign(webhook, webhook.previousSecret(), id, timestamp, body);
        }
        return Map.of(
                StandardSignature.ID, id,
                StandardSignature.TIMESTAMP, timestamp,
                StandardSignature.SIGNATURE, signature);
    }

    private String sign(Webhook webhook, String stored, String id, String timestamp, byte[] body) {
        var key = StandardSignature.key(vault.open(stored, webhook.id()));
        return StandardSignature.sign(key, id, timestamp, body);
    }
}
