package dev.parley.file;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Removes files that are kept no longer, and what a server left that died while it read one. */
@ApplicationScoped
class FileSweep implements Chore {

    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration READING_AT_MOST = Duration.ofHours(1);

    @Inject
    Files files;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "file-sweep";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        for (var expired = expired(); !expired.isEmpty(); expired = expired()) {
            expired.forEach(files::delete);
        }
    }

    private List<StoredFile> expired() {
        long now = clock.millis();
        return commits.read(connection -> FileTable.expired(connection, now, now - READING_AT_MOST.toMillis()));
    }
}
