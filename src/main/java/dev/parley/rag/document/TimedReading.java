package dev.parley.rag.document;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads files that may be made to hold whoever reads them up, each on a thread that is left behind when its time is over. */
final class TimedReading {

    private static final int MOST_LEFT_BEHIND = 4;

    private final Duration time;
    private final AtomicInteger leftBehind = new AtomicInteger();

    TimedReading(Duration time) {
        this.time = time;
    }

    /**
     * What {@code reading} reads.
     *
     * @throws Unreadable when it takes too long, or too many that did still run
     * @throws ExecutionException with what it threw
     */
    String read(Callable<String> reading) throws Unreadable, ExecutionException {
        if (leftBehind.get() >= MOST_LEFT_BEHIND) {
            throw new Unreadable("Too many files that can't be read hold this server up; try again later.");
        }
        var task = new FutureTask<>(reading);
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("file-reader").start(() -> {
            task.run();
            ended.complete(null);
        });
        try {
            return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            leaveBehind(task, ended);
            throw new Unreadable(
                    "Reading it took longer than the %d seconds allowed (parley.rag.read-timeout)."
                            .formatted(time.toSeconds()),
                    tooSlow);
        } catch (InterruptedException stopping) {
            leaveBehind(task, ended);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a file was read", stopping);
        }
    }

    private void leaveBehind(FutureTask<String> task, CompletableFuture<Void> ended) {
        leftBehind.incrementAndGet();
        ended.thenRun(leftBehind::decrementAndGet);
        task.cancel(true);
    }
}
