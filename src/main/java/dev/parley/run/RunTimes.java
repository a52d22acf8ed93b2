package dev.parley.run;

import dev.parley.platform.Ticker;
import java.time.Duration;

/** When a run began, spoke first and ended. Written by the thread that writes the journal. */
public final class RunTimes {

    private final Ticker ticker;
    private volatile long begun;
    private volatile long firstToken;
    private volatile boolean spoke;
    private volatile long ended;
    private boolean over;

    RunTimes(Ticker ticker) {
        this.ticker = ticker;
        this.begun = ticker.nanos();
    }

    void firstToken() {
        firstToken = ticker.nanos();
        spoke = true;
    }

    void end() {
        if (!over) {
            over = true;
            ended = ticker.nanos();
        }
    }

    /**
     * Ends now, and took as long as another process has measured.
     *
     * @param toFirstToken null when none came
     */
    void endAfter(Duration toFirstToken, Duration total) {
        end();
        begun = ended - total.toNanos();
        spoke = toFirstToken != null;
        firstToken = spoke ? begun + toFirstToken.toNanos() : 0;
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
