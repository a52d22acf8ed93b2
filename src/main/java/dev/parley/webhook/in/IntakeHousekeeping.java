package dev.parley.webhook.in;

import dev.parley.platform.Settings;
import dev.parley.webhook.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Forgets what came in; after that, a delivery that comes again is taken for a new one. */
@ApplicationScoped
class IntakeHousekeeping extends Housekeeping {

    @Override
    public String name() {
        return "webhook-intake-housekeeping";
    }

    @Override
    protected Duration keep(Settings settings) {
        return settings.duration("parley.webhooks.keep", "30d");
    }

    @Override
    protected void removeBefore(Connection connection, long moment) throws SQLException {
        IntakeTable.removeBefore(connection, moment);
    }
}
