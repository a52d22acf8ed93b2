package dev.parley.governance.limit;

import dev.parley.platform.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/** So much per minute: a bucket that is full at first and is refilled all the time. Whoever uses it holds the lock of all limits. */
final class Flow {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final long perMinute;
    private final Ticker ticker;
    private final Bucket bucket;

    Flow(long perMinute, Ticker ticker) {
        this.perMinute = perMinute;
        this.ticker = ticker;
        bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, WINDOW))
                .withCustomTimePrecision(new Time(ticker))
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    /** Only differences of its times mean something. */
    private record Time(Ticker ticker) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return ticker.nanos();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    long perMinute() {
        return perMinute;
    }

    /** What is left now; negative while more was used than there was. */
    long available() {
        return bucket.getAvailableTokens();
    }

    /** Takes so much, whether it is there or not. */
    void take(long amount) {
        if (amount > 0) {
            bucket.consumeIgnoringRateLimits(amount);
        }
    }

    /** Gives back so much; it is never fuller than full. */
    void give(long amount) {
        if (amount > 0) {
            bucket.addTokens(amount);
        }
    }

    /** How long until so much is there; zero when it is. For no more than {@link #perMinute}. */
    Duration waitFor(long amount) {
        return amount <= available()
                ? Duration.ZERO
                : Duration.ofNanos(bucket.estimateAbilityToConsume(amount).getNanosToWaitForRefill());
    }

    boolean isFull() {
        return available() >= perMinute;
    }

    /** The same use with another limit. */
    Flow changedTo(long otherPerMinute) {
        var changed = new Flow(otherPerMinute, ticker);
        changed.take(perMinute - available());
        return changed;
    }
}
