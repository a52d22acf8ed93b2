package dev.parley.llm;

import java.util.Locale;

/** Why a call that should run here has no result. */
public enum ToolError {
    UNKNOWN_TOOL,
    NOT_ALLOWED,
    INVALID_ARGUMENTS,
    TIMEOUT,
    BUSY,
    FAILED,
    /** Somebody was asked and said no, or nobody said anything in time. */
    REFUSED,
    /** The server died while it ran; it is not known whether it did what it should. */
    UNKNOWN_OUTCOME;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
