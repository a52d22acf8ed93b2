package dev.parley.batch;

import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks how far a batch is, as long as anybody wants to know, and keeps what has changed. On a thread of its own. */
final class ProgressWatch extends Told implements Runnable {

    private static final long EVERY_MILLIS = 500;

    private final Supplier<Batch> look;
    private final long after;
    private final Stop stop = new Stop();
    private final List<Batch> seen = new ArrayList<>();
    private volatile Outcome outcome;

    /** @param after how many items were told of already, -1 for nothing */
    ProgressWatch(Supplier<Batch> look, long after) {
        this.look = look;
        this.after = after;
    }

    @Override
    public void run() {
        while (outcome == null && !stop.isAsked()) {
            look();
            wake();
            if (outcome == null) {
                stop.within(EVERY_MILLIS);
            }
        }
    }

    private void look() {
        try {
            var now = look.get();
            synchronized (seen) {
                if (isNews(now)) {
                    seen.add(now);
                }
            }
            if (now.isEnded()) {
                outcome = new Outcome.Completed(FinishReason.STOP, Usage.reported(0, 0));
            }
        } catch (ApiException down) {
            if (!down.code().retryable()) {
                outcome = new Outcome.Failed(down, Usage.reported(0, 0));
            }
        }
    }

    private boolean isNews(Batch now) {
        if (seen.isEmpty()) {
            return now.isEnded() || now.recorded() > after;
        }
        var last = seen.getLast();
        return now.recorded() != last.recorded() || now.state() != last.state();
    }

    /** What was seen {@code number} changes ago, counted from the first; null while it has not come. */
    Batch seen(int number) {
        synchronized (seen) {
            return number < seen.size() ? seen.get(number) : null;
        }
    }

    int size() {
        synchronized (seen) {
            return seen.size();
        }
    }

    @Override
    void abandoned() {
        stop.ask();
    }

    @Override
    public boolean spoke() {
        return size() > 0;
    }

    @Override
    public Outcome outcome() {
        return outcome;
    }
}
