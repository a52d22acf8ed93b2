package dev.parley.llm;

import java.util.Locale;

/** Why somebody has to decide about a call. */
public enum ApprovalReason {
    /** The tool is one that asks first. */
    REQUIRED,
    /** It was begun before, by a server that died; it may have done what it should, and must not do it twice unnoticed. */
    UNKNOWN_OUTCOME;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
