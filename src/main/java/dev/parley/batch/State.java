package dev.parley.batch;

import java.util.Locale;

/** The life of a {@link Batch}. */
public enum State {
    /** Its lines are still being read and checked; nobody sees it. */
    READING,
    /** Nothing has begun. */
    QUEUED,
    RUNNING,
    /** Its caller wants it to end; what runs is being stopped. */
    CANCELLING,
    /** It can't go on, for its reason; what runs is being stopped. */
    FAILING,
    COMPLETED,
    CANCELLED,
    FAILED;

    boolean isEnded() {
        return this == COMPLETED || this == CANCELLED || this == FAILED;
    }

    boolean isStopping() {
        return this == CANCELLING || this == FAILING;
    }

    /** How it ends, once it is stopped. */
    State end() {
        return switch (this) {
            case CANCELLING -> CANCELLED;
            case FAILING -> FAILED;
            default -> COMPLETED;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
