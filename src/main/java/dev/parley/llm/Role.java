package dev.parley.llm;

import java.util.Locale;

/** Who speaks a {@link Message}. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL;

    /** The lower-case word that every wire uses for it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
