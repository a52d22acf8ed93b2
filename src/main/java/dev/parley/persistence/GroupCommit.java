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
import java.util.Queue;
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
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Queue<Work<?>> undone = new ConcurrentLinkedQueue<>();
    private long triedAgain = Ticker.SYSTEM.nanos();
    private Duration timeout = Duration.ofSeconds(5);
    private Writer writer;

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    WriteGate gate;

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
        writer = new Writer(source, gate, timeout, this::tryAgain);
        threads.execute(writer);
    }

    /** What was taken is still done: an interrupt in the middle would close an embedded database's file. Waits for it. */
    @PreDestroy
    void stop() {
        await(writer.stop());
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
            throw Writer.unavailable(tooSlow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Writer.unavailable(stopped);
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
            throw Writer.unavailable(failure);
        }
    }

    /** Has {@code work} done soon. The result is there when it is committed, or fails with an {@link ApiException}. */
    public <T> CompletableFuture<T> submit(Work<T> work) {
        return writer.submit(work);
    }

    /** Has what the database did not take tried again, now and then. */
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
}
