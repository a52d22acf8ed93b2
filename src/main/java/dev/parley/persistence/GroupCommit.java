package dev.parley.persistence;

import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Writes the work of many threads in few transactions: whatever has queued up while one commits goes into the next one together, in
 * the order it came. Alone, a piece of work waits for nobody; under load, many share the price of one commit.
 */
@ApplicationScoped
public class GroupCommit {

    /** Statements that are committed together or not at all. May be run again when its neighbours failed, so it only touches the database. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_TOGETHER = 256;
    private static final long IDLE = Long.MIN_VALUE;
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Queue<Work<?>> undone = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean stopped;
    private volatile long busySince = IDLE;
    private long triedAgain = Ticker.SYSTEM.nanos();
    private Duration timeout = Duration.ofSeconds(5);

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    VirtualThreads threads;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        timeout = settings.duration("parley.store.timeout", "3s");
        begin();
    }

    void begin() {
        threads.execute(this::write);
    }

    /** What was taken is still done: an interrupt in the middle would close an embedded database's file. Waits for it. */
    @PreDestroy
    void stop() {
        stopped = true;
        waiting.offer(new Task<>(connection -> null));
        await(ended);
    }

    /**
     * Does {@code work} and returns when it is committed.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}, or what the work throws; after a timeout it may be done all the same
     */
    public <T> T call(Work<T> work) {
        return get(submit(work));
    }

    /**
     * Does {@code work} and returns when it is committed; work that is committed only after its caller has given up is undone.
     *
     * @param undo makes the work that undoes it of what it returned
     * @throws ApiException {@code STORE_UNAVAILABLE}, or what the work throws; nothing is done then, or it is undone
     */
    public <T> T call(Work<T> work, Function<T, Work<?>> undo) {
        var result = submit(work);
        try {
            return get(result);
        } catch (ApiException failure) {
            result.thenAccept(late -> surely(undo.apply(late)));
            throw failure;
        }
    }

    /**
     * Has {@code work} done, now or when the database is back. It waits in memory: what a process that dies has not done is for others to
     * clear up.
     *
     * @return the first attempt
     */
    public <T> CompletableFuture<T> surely(Work<T> work) {
        var attempt = submit(work);
        attempt.whenComplete((done, failure) -> {
            if (failure instanceof ApiException known && known.code() == ErrorCode.STORE_UNAVAILABLE) {
                undone.add(work);
            }
        });
        return attempt;
    }

    private <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ApiException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (TimeoutException tooSlow) {
            throw unavailable(tooSlow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw unavailable(stopped);
        }
    }

    /** Waits for work that was submitted, for as long as a caller may, and whatever becomes of it. */
    public void await(CompletableFuture<?> submitted) {
        try {
            submitted.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException notYet) {
            LOG.log(System.Logger.Level.DEBUG, "Work waits for the database", notYet);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks into the database, on the calling thread and beside the work that queues.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    public <T> T read(Work<T> look) {
        try (var connection = source.getConnection()) {
            return look.in(connection);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "The database failed: {0}", failure.getMessage());
            throw unavailable(failure);
        }
    }

    /** Has {@code work} done soon. The result is there when it is committed, or fails with an {@link ApiException}. */
    public <T> CompletableFuture<T> submit(Work<T> work) {
        var task = new Task<>(work);
        if (stopped || isStuck() || !waiting.offer(task)) {
            task.result.completeExceptionally(unavailable(null));
        }
        return task.result;
    }

    /** Whether the database has been silent for so long that more work would only queue up behind it. */
    private boolean isStuck() {
        long begun = busySince;
        return begun != IDLE && Ticker.SYSTEM.nanos() - begun > timeout.toNanos();
    }

    private void write() {
        var together = new ArrayList<Task<?>>(MOST_TOGETHER);
        try {
            while (!stopped || !waiting.isEmpty()) {
                var first = waiting.poll(RETRY_NANOS, TimeUnit.NANOSECONDS);
                if (first != null) {
                    together.add(first);
                    waiting.drainTo(together, MOST_TOGETHER - 1);
                    commit(together);
                    together.clear();
                }
                tryAgain();
            }
        } catch (InterruptedException interrupted) {
            stopped = true;
            waiting.forEach(task -> task.result.completeExceptionally(unavailable(interrupted)));
        } finally {
            ended.complete(null);
        }
    }

    private void tryAgain() {
        var now = Ticker.SYSTEM.nanos();
        if (now - triedAgain < RETRY_NANOS) {
            return;
        }
        triedAgain = now;
        for (int left = undone.size(); left > 0; left--) {
            surely(undone.remove());
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
        try (var connection = source.getConnection()) {
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

    private static ApiException unavailable(Throwable cause) {
        return new ApiException(
                ErrorCode.STORE_UNAVAILABLE, "The database can't be written to; try again in a while.", cause);
    }

    private static final class Task<T> {

        private final Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private T value;

        Task(Work<T> work) {
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
