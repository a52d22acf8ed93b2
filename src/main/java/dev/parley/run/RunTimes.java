package dev.parley.run;

import dev.parley.platform.Ticker;
import java.time.Duration;

/** When a run began, spoke first and ended. Written by the run's thread. */
public final class RunTimes {

    private final Ticker ticker;
    private final long begun;
    private volatile long firstToken;
    private volatile boolean spoke;
    private volatile long ended;

    RunTimes(Ticker ticker) {
        this.ticker = ticker;
        this.begun = ticker.nanos();
    }

    void firstToken() {
        firstToken = ticker.nanos();
        spoke = true;
    }

    void end() {
        ended = ticker.nanos();
    }

    /** Whether a first token came. */
    public boolean spoke() {
        return spoke;
    }

    /** From the start to the first token; zero when none came. */
    public Duration toFirstToken() {
        return spoke ? Duration.ofNanos(firstToken - begun) : Duration.ZERO;
    }

    /** From the start to the end, which must have come. */
    public Duration total() {
        return Duration.ofNanos(ended - begun);
    }

    long endedNanos() {
        return ended;
    }
}
