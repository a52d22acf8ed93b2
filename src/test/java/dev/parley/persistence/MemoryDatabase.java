package dev.parley.persistence;

import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;

/** A database of a test's own, in memory, with all tables; and what stands on it. It can be made to fail. */
public final class MemoryDatabase implements DataSource, AutoCloseable {

    private final JdbcConnectionPool pool;
    private final List<GroupCommit> commits = new ArrayList<>();
    private volatile boolean down;

    public MemoryDatabase() {
        pool = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        pool.setMaxConnections(50);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .load()
                .migrate();
    }

    /** From now on every connection is refused, or no longer. */
    public void down(boolean down) {
        this.down = down;
    }

    /** A writer of its own, as every process has one. */
    public GroupCommit commits() {
        var commit = new GroupCommit();
        commit.source = this;
        commit.gate = new WriteGate();
        commit.threads = threads();
        commit.begin();
        commits.add(commit);
        return commit;
    }

    /** A writer whose callers give up after 100 ms. */
    public GroupCommit impatientCommits() {
        var commit = new GroupCommit();
        commit.source = this;
        commit.gate = new WriteGate();
        commit.threads = threads();
        commit.settings = Settings.of(Map.of("parley.store.timeout", "100ms"));
        commit.configure();
        return commit;
    }

    /** One more process that shares this database. */
    public Instances instance(Ticker ticker) {
        try {
            var instances = new Instances();
            instances.source = this;
            instances.gate = new WriteGate();
            instances.settings = Settings.of(Map.of());
            instances.clock = Clock.systemUTC();
            instances.ticker = ticker;
            instances.configure();
            instances.enter(false);
            return instances;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Has a process show that it lives and look who else does, as each does every 10 s. */
    public static void renew(Instances instance) {
        instance.renew();
    }

    /** What is committed here is as durable as it gets. */
    public Checkpoint checkpoint() {
        return new Checkpoint() {
            @Override
            public <T> CompletionStage<T> reached(T value) {
                return CompletableFuture.completedFuture(value);
            }

            @Override
            public void onDisk() {}
        };
    }

    public static VirtualThreads threads() {
        return new VirtualThreads() {
            @Override
            public void execute(Runnable task) {
                Thread.startVirtualThread(task);
            }
        };
    }

    /** The first column of the first row. */
    public String ask(String sql) {
        try (var connection = pool.getConnection();
                var rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (down) {
            throw new SQLException("scripted: the database is down");
        }
        return pool.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void close() {
        commits.forEach(GroupCommit::stop);
        try (var connection = pool.getConnection()) {
            connection.createStatement().execute("shutdown");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        } finally {
            down = true;
            pool.dispose();
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("a wrapper of nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
