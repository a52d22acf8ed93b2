package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How passages are found. */
public enum Mode {
    @JsonProperty("hybrid")
    HYBRID,
    @JsonProperty("keyword")
    KEYWORD,
    @JsonProperty("vector")
    VECTOR;

    boolean usesWords() {
        return this != VECTOR;
    }

    boolean usesVectors() {
        return this != KEYWORD;
    }
}
