package dev.parley.batch;

import dev.parley.problem.ApiException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a server's work at a batch shall end, and why; and the replies under way that are to be stopped then. */
final class Stop {

    private final Set<Reply> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean atOnce;
    private volatile ApiException reason;

    /** No new items; what runs may come to its end. */
    void ask() {
        asked.countDown();
    }

    /** No new items, and what runs is cancelled. */
    void now() {
        atOnce = true;
        asked.countDown();
        running.forEach(Reply::cancel);
    }

    /** As {@link #now}, because the batch can't go on. */
    void because(ApiException why) {
        if (reason == null) {
            reason = why;
        }
        now();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Null when the batch can go on. */
    ApiException reason() {
        return reason;
    }

    void begun(Reply reply) {
        running.add(reply);
        if (atOnce) {
            reply.cancel();
        }
    }

    void ended(Reply reply) {
        running.remove(reply);
    }

    /** Waits; returns earlier, and true, when a stop is asked for. */
    boolean within(long millis) {
        try {
            return asked.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
