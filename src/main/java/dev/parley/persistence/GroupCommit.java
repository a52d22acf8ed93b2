package dev.parley.persistence;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile Thread writer;

    @Resource(lookup = "jdbc/parley")
    DataSource source;

    @Inject
    VirtualThreads threads;

    @PostConstruct
    void begin() {
        threads.execute(this::write);
    }

    @PreDestroy
    void stop() {
        var thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Does {@code work} and returns when it is committed.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}, or what the work throws
     */
    public <T> T call(Work<T> work) {
        try {
            return submit(work).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof ApiException known) {
                throw known;
            }
            throw failure;
        }
    }

    /** Has {@code work} done soon. The result is there when it is committed, or fails with an {@link ApiException}. */
    public <T> CompletableFuture<T> submit(Work<T> work) {
        var task = new Task<>(work);
        if (!waiting.offer(task)) {
            task.result.completeExceptionally(unavailable(null));
        }
        return task.result;
    }

    private void write() {
        writer = Thread.currentThread();
        var together = new ArrayList<Task<?>>(MOST_TOGETHER);
        try {
            while (true) {
                together.add(waiting.take());
                waiting.drainTo(together, MOST_TOGETHER - 1);
                commit(together);
                together.clear();
            }
        } catch (InterruptedException stopped) {
            waiting.forEach(task -> task.result.completeExceptionally(unavailable(stopped)));
        }
    }

    private void commit(List<Task<?>> together) {
        try {
            inOneTransaction(together);
            together.forEach(Task::succeed);
        } catch (SQLException | ApiException oneOfThem) {
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
        }
    }

    private void inOneTransaction(List<Task<?>> tasks) throws SQLException {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (var task : tasks) {
                    task.run(connection);
                }
                connection.commit();
            } catch (SQLException | ApiException failure) {
                connection.rollback();
                throw failure;
            }
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
