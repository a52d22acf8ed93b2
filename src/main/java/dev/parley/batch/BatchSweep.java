package dev.parley.batch;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Removes batches that are kept no longer, and what a server left that died while it read one. */
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
        GroupCommit.Work<List<String>> expired = connection -> BatchTable.expired(connection, now, reading);
        for (var ids = commits.read(expired); !ids.isEmpty(); ids = commits.read(expired)) {
            for (var id : ids) {
                commits.call(connection -> {
                    BatchTable.delete(connection, id);
                    return null;
                });
            }
        }
    }
}
