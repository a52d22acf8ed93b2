package dev.parley.webhook.out;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/** Takes deliveries away that have been over for long. */
@ApplicationScoped
class DeliveryHousekeeping implements Chore {

    private Duration keep;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        keep = DeliverySettings.read(settings).keep();
    }

    @Override
    public String name() {
        return "webhook-delivery-housekeeping";
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        commits.call(connection -> DeliveryTable.removeBefore(connection, clock.millis() - keep.toMillis()));
    }
}
