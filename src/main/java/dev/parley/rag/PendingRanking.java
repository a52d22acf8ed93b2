package dev.parley.rag;

import dev.parley.platform.Deadline;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.index.Ranking;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A ranking that is on its way.
 *
 * @param deadline of the request
 * @param most time that is waited for it
 */
record PendingRanking(CompletableFuture<Ranking> ranking, Deadline deadline, Duration most) {

    /** @throws ApiException why it did not come, {@code DEADLINE_EXCEEDED} when it did not come in time */
    Ranking await() {
        long nanos = Math.min(most.toNanos(), Math.max(0, deadline.remainingNanos()));
        try {
            return ranking.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooSlow) {
            throw new ApiException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "It took longer than the %d ms allowed."
                            .formatted(Duration.ofNanos(nanos).toMillis()),
                    tooSlow);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof ApiException told ? told : new IllegalStateException(failed.getCause());
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while passages were looked for", nobodyWaits);
        }
    }
}
