package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.rag.document.Tally;

/** How many files are how far. */
record CountsWire(
        @JsonProperty("in_progress") long inProgress, long completed, long failed, long cancelled, long total) {

    static CountsWire of(Tally tally, long cancelled) {
        return new CountsWire(tally.pending(), tally.ready(), tally.failed(), cancelled, tally.total() + cancelled);
    }
}
