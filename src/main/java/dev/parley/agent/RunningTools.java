package dev.parley.agent;

import dev.parley.llm.ToolError;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The calls of one run that run now, each on a thread of its own, so many at once. One that takes too long is interrupted and no longer
 * waited for, whether it obeys or not. For the run's thread.
 */
final class RunningTools implements AutoCloseable {

    /** A call that has come to its end, or is given up. */
    record Ended(ToolCall call, ToolResult result) {}

    private final Function<ToolRunner.Job, ToolResult> work;
    private final Executor threads;
    private final Ticker ticker;
    private final int atOnce;
    private final Queue<ToolRunner.Job> waiting = new ArrayDeque<>();
    private final List<Running> running = new ArrayList<>();
    private final BlockingQueue<Running> ended = new LinkedBlockingQueue<>();

    RunningTools(Function<ToolRunner.Job, ToolResult> work, Executor threads, Ticker ticker, int atOnce) {
        this.work = work;
        this.threads = threads;
        this.ticker = ticker;
        this.atOnce = atOnce;
    }

    void start(ToolRunner.Job job) {
        waiting.add(job);
        startMore();
    }

    private void startMore() {
        while (running.size() < atOnce && !waiting.isEmpty()) {
            var next = new Running(waiting.remove());
            running.add(next);
            threads.execute(next);
        }
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    /**
     * Waits for the next call to end.
     *
     * @throws ApiException {@code CANCELLED}, {@code DEADLINE_EXCEEDED}
     */
    Ended next(Watch watch, Deadline deadline) {
        watch.enter(deadline.nanos());
        try {
            while (true) {
                var done = ended.poll(patience(), TimeUnit.NANOSECONDS);
                if (done != null) {
                    return over(done, done.result);
                }
                var late = late();
                if (late != null) {
                    late.watch.cancel();
                    return over(late, tooLate(late.job));
                }
            }
        } catch (InterruptedException stopped) {
            throw watch.verdict() == Watch.Verdict.CANCELLED
                    ? new ApiException(ErrorCode.CANCELLED, "The run was cancelled.")
                    : new ApiException(
                            ErrorCode.DEADLINE_EXCEEDED, "The time of the request ended while its tools ran.");
        } finally {
            watch.leave();
        }
    }

    private long patience() {
        long now = ticker.nanos();
        return running.stream()
                .mapToLong(call -> Math.max(0, call.until - now))
                .min()
                .orElse(0);
    }

    /** One whose time is over and that has said nothing until now. */
    private Running late() {
        long now = ticker.nanos();
        return running.stream()
                .filter(call -> call.until - now <= 0 && call.told.compareAndSet(false, true))
                .findFirst()
                .orElse(null);
    }

    private static ToolResult tooLate(ToolRunner.Job job) {
        return new ToolResult(
                ToolError.TIMEOUT,
                "The tool did not answer within %d ms%s."
                        .formatted(
                                job.timeout().toMillis(),
                                job.offer().tool().once() ? "; it may have done its work all the same" : ""),
                job.timeout().toMillis());
    }

    private Ended over(Running call, ToolResult result) {
        running.remove(call);
        startMore();
        return new Ended(call.job.call(), result);
    }

    /** Gives up all that runs. Does not wait for it. */
    @Override
    public void close() {
        waiting.clear();
        running.forEach(call -> call.watch.cancel());
        running.clear();
    }

    private final class Running implements Runnable {

        private final ToolRunner.Job job;
        private final long until;
        private final Watch watch = new Watch();
        private final AtomicBoolean told = new AtomicBoolean();
        private ToolResult result = ToolResult.failed(ToolError.FAILED, "The tool failed.");

        Running(ToolRunner.Job job) {
            this.job = job;
            this.until = ticker.nanos() + job.timeout().toNanos();
        }

        @Override
        public void run() {
            watch.enter(Long.MAX_VALUE);
            try {
                result = work.apply(job);
            } finally {
                watch.leave();
                if (told.compareAndSet(false, true)) {
                    ended.add(this);
                }
            }
        }
    }
}
