package dev.parley.run;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs that have ended: those that are still being read, whose listeners go on to be beaten, and those that can be read for a while. */
final class EndedRuns {

    private final Set<Run> lingering = ConcurrentHashMap.newKeySet();
    private final Queue<Run> kept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int most;
    private final Duration keep;
    private final Consumer<Run> forget;

    /** @param forget is told of every run whose time is over */
    EndedRuns(int most, Duration keep, Consumer<Run> forget) {
        this.most = most;
        this.keep = keep;
        this.forget = forget;
    }

    /** Sees to the listeners of a run, those who come late too. */
    void attend(Run run) {
        run.onLateListener(() -> lingering.add(run));
        if (run.isHeard()) {
            lingering.add(run);
        }
    }

    /** Keeps a run until it is too old or one of too many. */
    void keep(Run run) {
        kept.add(run);
        if (count.incrementAndGet() > most) {
            forgetOldest();
        }
    }

    void beat(long now) {
        lingering.forEach(run -> linger(run, now));
        for (var oldest = kept.peek();
                oldest != null && now - oldest.times().endedNanos() > keep.toNanos();
                oldest = kept.peek()) {
            forgetOldest();
        }
    }

    private void linger(Run run, long now) {
        run.beat(now);
        if (!run.isHeard()) {
            lingering.remove(run);
            if (run.isHeard()) { // by somebody who has just come
                lingering.add(run);
            }
        }
    }

    private void forgetOldest() {
        var oldest = kept.poll();
        if (oldest != null) {
            count.decrementAndGet();
            forget.accept(oldest);
        }
    }
}
