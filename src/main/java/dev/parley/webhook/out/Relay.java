package dev.parley.webhook.out;

import dev.parley.event.Outbox;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Pulse;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes announcements from the outbox and begins their deliveries, in one commit. Looks when something was announced on this server, and
 * every second for what was announced on others or by a process that died.
 */
@ApplicationScoped
class Relay {

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final int AT_ONCE = 100;
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicBoolean relaying = new AtomicBoolean();
    private volatile long looked;

    Ticker ticker = Ticker.SYSTEM;

    @Inject
    Outbox outbox;

    @Inject
    GroupCommit commits;

    @Inject
    Deliveries deliveries;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    void onStart(@Observes Startup start) {
        looked = ticker.nanos();
        pulse.onBeat(this::beat);
    }

    private void beat() {
        boolean due = ticker.nanos() - looked >= EVERY_NANOS;
        if (!relaying.get() && (outbox.wasRung() || due) && relaying.compareAndSet(false, true)) {
            looked = ticker.nanos();
            threads.execute(() -> {
                try {
                    relay();
                } catch (ApiException databaseAway) {
                    LOG.log(System.Logger.Level.DEBUG, "Announcements wait for the database", databaseAway);
                } finally {
                    relaying.set(false);
                }
            });
        }
    }

    /** Takes all that is there. */
    void relay() {
        while (commits.read(Outbox::isAnyWaiting)) {
            commits.call(this::take);
            deliveries.wake();
        }
    }

    private int take(Connection connection) throws SQLException {
        var taken = outbox.take(connection, AT_ONCE);
        for (var each : taken) {
            var body = Deliveries.body(each.announcement());
            for (var webhook : each.subscribers()) {
                deliveries.begin(connection, webhook, each.announcement().type().wireName(), body);
            }
        }
        return taken.size();
    }
}
