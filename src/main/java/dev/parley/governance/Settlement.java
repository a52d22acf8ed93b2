package dev.parley.governance;

import dev.parley.llm.Usage;
import java.time.Duration;

/**
 * How a call ended.
 *
 * @param model {@code provider/model} that answered, or was asked last
 * @param firstToken null when none came
 */
public record Settlement(String model, Usage usage, Status status, Duration firstToken, Duration duration) {

    /** As the ledger writes it. */
    public enum Status {
        COMPLETED,
        FAILED,
        CANCELLED
    }
}
