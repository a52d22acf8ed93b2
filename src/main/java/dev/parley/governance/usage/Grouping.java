package dev.parley.governance.usage;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What sums can be told apart by. */
enum Grouping {
    KEY("key_id"),
    TEAM("team"),
    MODEL("model"),
    ENDPOINT("operation"),
    DAY("spent_on");

    private final String column;

    Grouping(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Null when there is none of this name. */
    static Grouping of(String name) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    static String names() {
        return Arrays.stream(values()).map(Grouping::wireName).collect(Collectors.joining(", "));
    }
}
