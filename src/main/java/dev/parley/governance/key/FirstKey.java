package dev.parley.governance.key;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes an administrator's key when there is none that works, and shows it in the log, once: a server that asks for keys must be able to
 * give some. Of several servers that start at once with one database, one makes it.
 */
@ApplicationScoped
class FirstKey {

    private static final System.Logger LOG = System.getLogger(FirstKey.class.getName());

    @Inject
    Settings settings;

    @Inject
    KeyStore store;

    @Inject
    Clock clock;

    void onStart(@Observes Startup start) {
        if (AuthMode.read(settings) == AuthMode.KEYS && !AdminKey.read(settings).isSet()) {
            store.writeAtStart(this::makeIfNeeded).ifPresent(FirstKey::show);
        }
    }

    Optional<KeyText> makeIfNeeded(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select name from first_key for update")) {
            lock.executeQuery();
        }
        if (KeyTable.anyAdmin(connection, clock.millis())) {
            return Optional.empty();
        }
        var text = KeyText.make();
        var admin = new Caller(
                text.id(),
                "first key",
                null,
                Set.of(Caller.USER, Caller.ADMIN),
                List.of(),
                Rates.UNLIMITED,
                BudgetLimits.UNLIMITED);
        KeyTable.insert(connection, new ApiKey(text.hash(), admin, clock.millis(), null, null, null));
        return Optional.of(text);
    }

    /** The only line of the log that ever holds a key. */
    private static void show(KeyText key) {
        LOG.log(
                System.Logger.Level.INFO,
                "There was no administrator''s key. This one is shown only now, keep it: {0}",
                key.credential().text());
    }
}
