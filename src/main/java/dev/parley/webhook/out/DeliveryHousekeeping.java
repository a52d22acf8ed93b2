package dev.parley.webhook.out;

import dev.parley.platform.Settings;
import dev.parley.webhook.Housekeeping;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Forgets what was sent. */
@ApplicationScoped
class DeliveryHousekeeping extends Housekeeping {

    @Override
    public String name() {
        return "webhook-delivery-housekeeping";
    }

    @Override
    protected Duration keep(Settings settings) {
        return DeliverySettings.read(settings).keep();
    }

    @Override
    protected void removeBefore(Connection connection, long moment) throws SQLException {
        DeliveryTable.removeBefore(connection, moment);
    }
}
