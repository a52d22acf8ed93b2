package dev.parley.webhook;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

/** Takes deliveries of one direction away that have been over for long; the bean of a direction says how long and which. */
public abstract class Housekeeping implements Chore {

    private Duration keep;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        keep = keep(settings);
    }

    /** How long a delivery is kept after it came. */
    protected abstract Duration keep(Settings settings);

    /** Takes away what is over and came before {@code moment}, in epoch milliseconds. */
    protected abstract void removeBefore(Connection connection, long moment) throws SQLException;

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        commits.call(connection -> {
            removeBefore(connection, clock.millis() - keep.toMillis());
            return null;
        });
    }
}
