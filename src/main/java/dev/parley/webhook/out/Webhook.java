package dev.parley.webhook.out;

import dev.parley.event.EventType;
import java.util.Set;

/**
 * Where announcements are brought to.
 *
 * @param id {@code wh_…}
 * @param secret as it is stored
 * @param previousSecret the one that was replaced, null for none
 * @param previousUntil when that one no longer signs, epoch milliseconds
 * @param disabledBecause null while it is sent to; {@code gone} when its receiver said 410, {@code administrator}
 */
record Webhook(
        String id,
        String url,
        String description,
        Set<EventType> events,
        String secret,
        String previousSecret,
        long previousUntil,
        String disabledBecause,
        long createdAt) {

    static final String GONE = "gone";
    static final String BY_ADMINISTRATOR = "administrator";

    boolean isEnabled() {
        return disabledBecause == null;
    }

    Webhook withSecret(String next, long oneBeforeUntil) {
        return new Webhook(id, url, description, events, next, secret, oneBeforeUntil, disabledBecause, createdAt);
    }

    Webhook disabled(String because) {
        return new Webhook(id, url, description, events, secret, previousSecret, previousUntil, because, createdAt);
    }
}
