package dev.parley.webhook.in;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Forgets deliveries that have been over for long; after that, one that comes again is taken for a new one. */
@ApplicationScoped
class IntakeHousekeeping implements Chore {

    private Duration keep;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        keep = settings.duration("parley.webhooks.keep", "30d");
    }

    @Override
    public String name() {
        return "webhook-intake-housekeeping";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        commits.call(connection -> {
            IntakeTable.removeBefore(connection, clock.millis() - keep.toMillis());
            return null;
        });
    }
}
