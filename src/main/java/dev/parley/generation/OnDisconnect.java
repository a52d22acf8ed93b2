package dev.parley.generation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run whose last listener has left. */
public enum OnDisconnect {
    @JsonProperty("cancel")
    CANCEL,
    @JsonProperty("continue")
    CONTINUE
}
