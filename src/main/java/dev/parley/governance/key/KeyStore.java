package dev.parley.governance.key;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.WriteGate;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The way to the tables of this room. Blocks for as long as the database takes. */
@ApplicationScoped
class KeyStore {

    private static final System.Logger LOG = System.getLogger(KeyStore.class.getName());

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    WriteGate gate;

    @Inject
    GroupCommit commits;

    /** @throws ApiException {@code STORE_UNAVAILABLE} */
    <T> T read(GroupCommit.Work<T> look) {
        try (var connection = source.getConnection()) {
            return look.in(connection);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "The database failed: {0}", failure.getMessage());
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE, "Keys can't be looked up now; try again in a while.", failure);
        }
    }

    /** @throws ApiException {@code STORE_UNAVAILABLE}, or what the work throws */
    <T> T write(GroupCommit.Work<T> change) {
        return commits.call(change);
    }

    /**
     * Writes on the calling thread: while the application starts, Open Liberty holds back the tasks of its executors, and with them the
     * group commit.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    <T> T writeAtStart(GroupCommit.Work<T> change) {
        return read(connection -> {
            connection.setAutoCommit(false);
            try (var entry = gate.enter()) {
                var result = change.in(connection);
                connection.commit();
                return result;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            }
        });
    }

    /** Writes some time soon; a failure is logged and nobody waits for it. */
    void writeBehind(GroupCommit.Work<Void> change) {
        commits.submit(change);
    }
}
