package dev.parley.webhook.out;

/**
 * One announcement on its way to one webhook.
 *
 * @param id {@code msg_…}, the {@code webhook-id} of every attempt
 * @param type of the announcement, or {@value #PING}
 * @param state {@value #PENDING}, {@value #DELIVERED} or {@value #DEAD}
 * @param status of the last answer, 0 for none
 * @param error a word for the last failure, null for none
 * @param attemptedAt epoch milliseconds, 0 before the first attempt
 * @param nextAt when it is tried next, 0 when it is over
 */
record Delivery(
        String id,
        String webhook,
        String type,
        String body,
        String state,
        int attempts,
        int status,
        String error,
        long attemptedAt,
        long nextAt,
        long createdAt) {

    static final String PENDING = "pending";
    static final String DELIVERED = "delivered";
    static final String DEAD = "dead";

    /** What a test sends; nobody can subscribe to it. */
    static final String PING = "webhook.ping";

    static Delivery of(String id, String webhook, String type, String body, long now) {
        return new Delivery(id, webhook, type, body, PENDING, 0, 0, null, 0, now, now);
    }

    /** After one more attempt. */
    Delivery attempted(Answer answer, String nextState, long now, long next) {
        return new Delivery(
                id,
                webhook,
                type,
                body,
                nextState,
                attempts + 1,
                answer.status(),
                answer.error(),
                now,
                next,
                createdAt);
    }

    /** Given up without a further attempt. */
    Delivery dead(String because) {
        return new Delivery(id, webhook, type, body, DEAD, attempts, status, because, attemptedAt, 0, createdAt);
    }
}
