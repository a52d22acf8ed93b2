package dev.parley.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be announced. */
public enum EventType {
    BATCH_COMPLETED,
    BATCH_FAILED,
    BATCH_CANCELLED,
    RESPONSE_COMPLETED,
    RESPONSE_FAILED,
    BUDGET_REACHED,
    WEBHOOK_DEAD_LETTERED;

    private final String wireName;

    /** The room is the name's first word; what follows is what happened. */
    EventType() {
        var name = name().toLowerCase(Locale.ROOT);
        int end = name.indexOf('_');
        wireName = name.substring(0, end) + "." + name.substring(end + 1);
    }

    /** The name outside: {@code batch.completed}. */
    public String wireName() {
        return wireName;
    }

    public static Optional<EventType> of(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }
}
