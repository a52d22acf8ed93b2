package dev.parley.provider.offline;

import dev.parley.llm.Delta;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.DeltaStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Known deltas, each after a pause; then a failure, if the script has one. */
final class PlayedDeltas implements DeltaStream {

    private final String provider;
    private final Queue<Delta> deltas;
    private final Pause pause;
    private final Duration before;
    private final ApiException after;

    PlayedDeltas(String provider, List<Delta> deltas, Pause pause, Duration before, ApiException after) {
        this.provider = provider;
        this.deltas = new ArrayDeque<>(deltas);
        this.pause = pause;
        this.before = before;
        this.after = after;
    }

    @Override
    public Delta next() {
        waitABit();
        if (deltas.isEmpty() && after != null) {
            throw after;
        }
        return deltas.remove();
    }

    private void waitABit() {
        if (before.isZero()) {
            return;
        }
        try {
            pause.of(before);
        } catch (InterruptedException nobodyWaits) {
            Thread.currentThread().interrupt();
            throw new ApiException(
                    ErrorCode.PROVIDER_BROKEN_RESPONSE, "The answer of the provider " + provider + " was interrupted.");
        }
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
