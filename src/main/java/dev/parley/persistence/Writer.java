package dev.parley.persistence;

import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The one thread that writes for all: what has queued up while it committed goes into its next transaction. */
final class Writer implements Runnable {

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_TOGETHER = 256;
    private static final long IDLE = Long.MIN_VALUE;
    private static final long BREATH_NANOS = Duration.ofSeconds(1).toNanos();

    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final DataSource source;
    private final WriteGate gate;
    private final Duration timeout;
    private final Runnable afterEach;
    private volatile boolean stopped;
    private volatile long busySince = IDLE;

    /**
     * @param timeout silence of the database after which no more is taken in
     * @param afterEach is run between transactions, once a second at least
     */
    Writer(DataSource source, WriteGate gate, Duration timeout, Runnable afterEach) {
        this.source = source;
        this.gate = gate;
        this.timeout = timeout;
        this.afterEach = afterEach;
    }

    /** Takes work in. The result is there when it is committed, or fails with an {@link ApiException}. */
    <T> CompletableFuture<T> submit(GroupCommit.Work<T> work) {
        var task = new Task<>(work);
        if (stopped || isStuck() || !waiting.offer(task)) {
            task.result.completeExceptionally(unavailable(null));
        }
        return task.result;
    }

    /** Takes no more in. Completes when what was taken in is done. */
    CompletableFuture<Void> stop() {
        stopped = true;
        waiting.offer(new Task<>(connection -> null));
        return ended;
    }

    /** Whether the database has been silent for so long that more work would only queue up behind it. */
    private boolean isStuck() {
        long begun = busySince;
        return begun != IDLE && Ticker.SYSTEM.nanos() - begun > timeout.toNanos();
    }

    @Override
    public void run() {
        var together = new ArrayList<Task<?>>(MOST_TOGETHER);
        try {
            while (!stopped || !waiting.isEmpty()) {
                var first = waiting.poll(BREATH_NANOS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    together.add(first);
                    waiting.drainTo(together, MOST_TOGETHER - 1);
                    commit(together);
                    together.clear();
                }
                afterEach.run();
            }
        } catch (InterruptedException interrupted) {
            stopped = true;
            waiting.forEach(task -> task.result.completeExceptionally(unavailable(interrupted)));
        } finally {
            ended.complete(null);
        }
    }

    private void commit(List<Task<?>> together) {
        try {
            inOneTransaction(together);
            together.forEach(Task::succeed);
        } catch (SQLException | RuntimeException | Error oneOfThem) {
            LOG.log(System.Logger.Level.DEBUG, "One of several pieces of work failed; each is tried alone", oneOfThem);
            together.forEach(this::alone);
        }
    }

    private void alone(Task<?> task) {
        try {
            inOneTransaction(List.of(task));
            task.succeed();
        } catch (ApiException refused) {
            task.result.completeExceptionally(refused);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "The database failed: {0}", failure.getMessage());
            task.result.completeExceptionally(unavailable(failure));
        } catch (RuntimeException | Error defect) {
            LOG.log(System.Logger.Level.ERROR, "Work on the database ended by a defect", defect);
            task.result.completeExceptionally(
                    new ApiException(ErrorCode.INTERNAL_ERROR, "The server failed; the log tells why.", defect));
        }
    }

    private void inOneTransaction(List<Task<?>> tasks) throws SQLException {
        busySince = Ticker.SYSTEM.nanos();
        try (var connection = source.getConnection();
                var entry = gate.enter()) {
            connection.setAutoCommit(false);
            try {
                for (var task : tasks) {
                    task.run(connection);
                }
                connection.commit();
            } catch (SQLException | RuntimeException | Error failure) {
                connection.rollback();
                throw failure;
            }
        } finally {
            busySince = IDLE; // before anybody is told, who may have more work at once
        }
    }

    static ApiException unavailable(Throwable cause) {
        return new ApiException(
                ErrorCode.STORE_UNAVAILABLE, "The database can't be written to; try again in a while.", cause);
    }

    private static final class Task<T> {

        private final GroupCommit.Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private T value;

        Task(GroupCommit.Work<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            value = work.in(connection);
        }

        void succeed() {
            result.complete(value);
        }
    }
}
