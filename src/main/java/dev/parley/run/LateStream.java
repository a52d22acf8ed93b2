package dev.parley.run;

import dev.parley.problem.ApiException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A stream whose status waits for the provider's word: it opens with the first delta, or tells the failure that came instead with its
 * real status. When neither comes for a while it opens all the same, so that its heartbeats can tell whether the client is still there.
 */
final class LateStream implements Listener {

    private final Audible run;
    private final ServletOutlet outlet;
    private final EventStream<byte[]> stream;
    private final Consumer<ApiException> refuse;
    private final long openAt;
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile boolean open;

    /**
     * @param refuse answers with a failure instead of a stream; called at most once
     * @param openAt when to open without a word of the provider, in the ticker's nanoseconds
     */
    LateStream(
            Audible run,
            ServletOutlet outlet,
            Events<byte[]> events,
            Heartbeats heartbeats,
            Consumer<ApiException> refuse,
            long openAt) {
        this.run = run;
        this.outlet = outlet;
        this.stream = new EventStream<>(run, events, 0, outlet, heartbeats);
        this.refuse = refuse;
        this.openAt = openAt;
    }

    @Override
    public void wake() {
        if (open) {
            stream.wake();
        } else if (run.spoke()) {
            open();
        } else if (run.isSettling()) {
            return;
        } else if (run.outcome() instanceof Outcome.Failed failed && decided.compareAndSet(false, true)) {
            refuse.accept(failed.failure());
            run.leave(this);
        } else if (run.outcome() != null) {
            open();
        }
    }

    @Override
    public void beat(long now) {
        if (open) {
            stream.beat(now);
        } else if (now - openAt >= 0) {
            open();
        }
    }

    /** The stream listens for itself from here on; this one has done its work. */
    private void open() {
        if (decided.compareAndSet(false, true)) {
            run.handOver(this, stream);
            open = true;
            outlet.open();
        }
    }
}
