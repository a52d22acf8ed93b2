package dev.parley.session;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;

/** How long one socket may live, and do nothing. */
final class Lifetime {

    private final SessionSettings rules;
    private final long openedAt;
    private volatile long activeAt;

    Lifetime(SessionSettings rules, long now) {
        this.rules = rules;
        openedAt = now;
        activeAt = now;
    }

    /** Something was done. From any thread. */
    void active(long now) {
        activeAt = now;
    }

    boolean isOver(long now) {
        return now - openedAt > rules.lifetime().toNanos();
    }

    boolean isIdleForTooLong(long now) {
        return now - activeAt > rules.idle().toNanos();
    }

    /** Nothing begins on a socket that is too old. @throws ApiException {@link #over} */
    void demandTime(long now) {
        if (now - openedAt >= rules.lifetime().toNanos()) {
            throw over();
        }
    }

    ApiException over() {
        return new ApiException(
                ErrorCode.WEBSOCKET_CONNECTION_LIMIT_REACHED,
                "A connection lives for %d minutes at most (parley.session.lifetime); open another one."
                        .formatted(rules.lifetime().toMinutes()));
    }
}
