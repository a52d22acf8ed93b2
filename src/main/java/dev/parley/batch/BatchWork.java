package dev.parley.batch;

import dev.parley.job.Attempt;
import dev.parley.persistence.Checkpoint;
import dev.parley.persistence.GroupCommit;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What one server does for one batch, until no chunk is free any more, the batch is to end, or the server is: so many items are in flight at a time,
 * and their results are written down together.
 */
final class BatchWork {

    private static final long LOOK_MILLIS = 300;

    private final Batch batch;
    private final String holder;
    private final int atOnce;
    private final GroupCommit commits;
    private final Executor threads;
    private final Stop stop;
    private final ItemWork items;
    private final Supplier<Duration> timeLeft;
    private final ChunkSource source;
    private final Recorder recorder;

    BatchWork(
            Batch batch,
            String holder,
            int atOnce,
            GroupCommit commits,
            Checkpoint checkpoint,
            Executor threads,
            Stop stop,
            ItemWork items,
            Supplier<Duration> timeLeft) {
        this.timeLeft = timeLeft;
        this.batch = batch;
        this.holder = holder;
        this.atOnce = atOnce;
        this.commits = commits;
        this.threads = threads;
        this.stop = stop;
        this.items = items;
        this.source = new ChunkSource(commits, batch.id(), holder);
        this.recorder = new Recorder(commits, checkpoint, batch.id(), holder, atOnce, stop);
    }

    /** Works, and returns when nothing of it is in flight any more and all results are written. */
    void run(Attempt attempt) {
        var working = new CountDownLatch(atOnce);
        var recording = new CountDownLatch(1);
        threads.execute(() -> finallyDown(recording, recorder));
        for (int i = 0; i < atOnce; i++) {
            threads.execute(() -> finallyDown(working, this::work));
        }
        while (!isDown(working)) {
            look(attempt);
        }
        recorder.close();
        awaitQuietly(recording);
        commits.call(connection -> {
            ChunkTable.giveBack(connection, batch.id(), holder);
            return null;
        });
    }

    private static void finallyDown(CountDownLatch latch, Runnable work) {
        try {
            work.run();
        } finally {
            latch.countDown();
        }
    }

    private void work() {
        while (!stop.isAsked()) {
            try {
                var entry = source.next();
                if (entry == null) {
                    return;
                }
                var result = items.answer(entry);
                if (result != null) {
                    recorder.put(result);
                }
            } catch (ApiException down) {
                stop.within(LOOK_MILLIS); // the database; the chunk is there when it is back
            }
        }
    }

    private boolean isDown(CountDownLatch latch) {
        try {
            return latch.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            stop.now();
            return false;
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the server or somebody elsewhere wants this to end, or its time is over. */
    private void look(Attempt attempt) {
        if (attempt.isStopping()) {
            stop.ask();
        }
        if (timeLeft.get().isNegative()) {
            stop.because(new ApiException(
                    ErrorCode.DEADLINE_EXCEEDED, "The batch was not done within parley.batches.time-limit."));
        }
        if (current().map(now -> now.state() != State.RUNNING).orElse(false)) {
            stop.now();
        }
    }

    private Optional<Batch> current() {
        try {
            return commits.read(connection -> BatchTable.find(connection, batch.id()));
        } catch (ApiException down) {
            return Optional.empty();
        }
    }
}
