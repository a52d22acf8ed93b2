package dev.parley.chat;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run whose last listener has left. */
enum OnDisconnect {
    @JsonProperty("cancel")
    CANCEL,
    @JsonProperty("continue")
    CONTINUE
}
