package dev.parley.platform;

import java.time.Duration;

/**
 * The moment after which a request is worth nothing. One is made where a request enters and handed down to everything that waits for
 * it: queue, attempts, retries, fallback.
 */
public final class Deadline {

    private final long at;
    private final Ticker ticker;

    private Deadline(long at, Ticker ticker) {
        this.at = at;
        this.ticker = ticker;
    }

    public static Deadline after(Duration time, Ticker ticker) {
        return new Deadline(ticker.nanos() + time.toNanos(), ticker);
    }

    /** The moment itself, in the ticker's nanoseconds. */
    public long nanos() {
        return at;
    }

    /** Nanoseconds left, negative when it is over. */
    public long remainingNanos() {
        return at - ticker.nanos();
    }

    public boolean isOver() {
        return remainingNanos() <= 0;
    }

    /** The moment in the ticker's nanoseconds, not later than {@code limit} from now. */
    public long nanosWithin(Duration limit) {
        var soon = ticker.nanos() + limit.toNanos();
        return soon - at < 0 ? soon : at;
    }
}
