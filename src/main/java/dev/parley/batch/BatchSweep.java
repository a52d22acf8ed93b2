package dev.parley.batch;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Removes batches and files that are kept no longer, and what a server left that died while it read one. */
@ApplicationScoped
class BatchSweep implements Chore {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration READING_AT_MOST = Duration.ofHours(1);

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "batch-sweep";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        long now = clock.millis();
        long reading = now - READING_AT_MOST.toMillis();
        removeAll(connection -> BatchTable.expired(connection, now, reading), BatchTable::delete);
        removeAll(connection -> FileTable.expired(connection, now, reading), FileTable::delete);
    }

    private void removeAll(GroupCommit.Work<List<String>> expired, Removal removal) {
        for (var ids = commits.read(expired); !ids.isEmpty(); ids = commits.read(expired)) {
            for (var id : ids) {
                commits.call(connection -> {
                    removal.remove(connection, id);
                    return null;
                });
            }
        }
    }

    @FunctionalInterface
    private interface Removal {
        void remove(Connection connection, String id) throws SQLException;
    }
}
