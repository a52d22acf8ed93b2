package dev.parley.run;

import dev.parley.platform.Ticker;
import java.time.Duration;

/**
 * When a silent stream shows that it lives, which is also how a client that left is noticed: the second write to it fails.
 *
 * @param first silence before the first delta
 * @param later silence between deltas
 * @param stall how long a client may take nothing before its connection is broken
 */
record Heartbeats(Ticker ticker, Duration first, Duration later, Duration stall) {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    long now() {
        return ticker.nanos();
    }

    /** Nanoseconds of silence after which a heartbeat is due. */
    long after(boolean spoke) {
        return (spoke ? later : first).toNanos();
    }

    /** The same without any heartbeat. */
    Heartbeats silent() {
        return new Heartbeats(ticker, FOREVER, FOREVER, stall);
    }
}
