package dev.parley.event;

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
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Where rooms tell what has happened. May be called from any thread; what nobody wants to hear is dropped at once. */
@ApplicationScoped
public class Announcements {

    private static final System.Logger LOG = System.getLogger(Announcements.class.getName());
    private static final long EVERY_NANOS = Duration.ofMillis(500).toNanos();

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Set<EventType> wanted = Set.of();
    private long looked;

    Ticker ticker = Ticker.SYSTEM;

    @Inject
    GroupCommit commits;

    @Inject
    Outbox outbox;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    void onStart(@Observes Startup start) {
        looked = ticker.nanos();
        refresh();
        pulse.onBeat(this::beat);
    }

    /** Whether anybody has subscribed to {@code type}; at most a second behind. Costs one volatile read. */
    public boolean isWanted(EventType type) {
        return wanted.contains(type);
    }

    /** Announces in the transaction of {@code connection}, for work that {@link GroupCommit} does. */
    public void announce(Connection connection, Announcement announcement) throws SQLException {
        if (isWanted(announcement.type())) {
            OutboxTable.insert(connection, announcement);
            outbox.ring();
        }
    }

    /**
     * Announces what was committed elsewhere, soon and in a transaction of its own; returns at once. A failure is logged, and the
     * announcement lost.
     */
    public void announce(Announcement announcement) {
        if (isWanted(announcement.type())) {
            commits.submit(connection -> {
                        OutboxTable.insert(connection, announcement);
                        return null;
                    })
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            outbox.ring();
                        } else {
                            LOG.log(
                                    System.Logger.Level.WARNING,
                                    "{0} of {1} could not be announced: {2}",
                                    announcement.type().wireName(),
                                    announcement.subject(),
                                    failure.getMessage());
                        }
                    });
        }
    }

    private void beat() {
        if (ticker.nanos() - looked >= EVERY_NANOS && looking.compareAndSet(false, true)) {
            looked = ticker.nanos();
            threads.execute(() -> {
                try {
                    refresh();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /** Learns what is wanted; while the database is away, what was known holds. */
    public void refresh() {
        try {
            var types = commits.read(SubscriptionTable::types);
            wanted = types.isEmpty() ? Set.of() : EnumSet.copyOf(types);
        } catch (ApiException away) {
            LOG.log(System.Logger.Level.DEBUG, "Subscriptions can't be looked up now", away);
        }
    }
}
