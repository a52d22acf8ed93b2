package dev.parley.rag.document;

import dev.parley.persistence.WriteGate;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Work in the database, each in a transaction of its own, so that nobody's small work waits for a large file. Blocks; fails with {@code
 * STORE_UNAVAILABLE} when the database can't be reached.
 */
@ApplicationScoped
class Transactions {

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException, IOException;
    }

    @FunctionalInterface
    interface Change {
        void in(Connection connection) throws SQLException, IOException;
    }

    private static final System.Logger LOG = System.getLogger(Transactions.class.getName());

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    WriteGate gate;

    <T> T read(Work<T> work) {
        return in(source, work);
    }

    private static <T> T in(DataSource source, Work<T> work) {
        try (var connection = source.getConnection()) {
            return work.in(connection);
        } catch (SQLException failure) {
            throw unavailable(failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All of it or nothing. */
    <T> T write(Work<T> work) {
        return in(gate.guard(source), connection -> {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                var result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        });
    }

    void change(Change change) {
        write(connection -> {
            change.in(connection);
            return null;
        });
    }

    private static ApiException unavailable(SQLException failure) {
        LOG.log(System.Logger.Level.WARNING, "The documents could not be reached: {0}", failure.getMessage());
        return new ApiException(
                ErrorCode.STORE_UNAVAILABLE, "Documents can't be reached now; try again in a while.", failure);
    }
}
