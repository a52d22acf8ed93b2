package dev.parley.batch;

import dev.parley.governance.Caller;
import dev.parley.governance.key.Callers;
import dev.parley.platform.Ticker;
import java.time.Duration;

/** Whoever pays for a batch, as he is now: asked for again every second, so that a revoked key ends what it has begun. For many threads. */
final class Payer {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Callers callers;
    private final Batch batch;
    private final Ticker ticker;
    private Caller known;
    private long asked;

    Payer(Callers callers, Batch batch, Ticker ticker) {
        this.callers = callers;
        this.batch = batch;
        this.ticker = ticker;
    }

    /** @throws dev.parley.problem.ApiException as {@link Callers#again} */
    synchronized Caller caller() {
        long now = ticker.nanos();
        if (known == null || now - asked >= FRESH_NANOS) {
            known = callers.again(batch.callerId(), batch.team());
            asked = now;
        }
        return known;
    }
}
