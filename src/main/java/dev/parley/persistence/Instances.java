package dev.parley.persistence;

import dev.parley.platform.Ids;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * The processes that share the database, this one among them, and which of them live. What a process holds (a reservation, a run) is
 * stored with its name here, so that others can take it over once the process is dead.
 *
 * <p>An instance counts up in its row while it lives. The others watch that number with their own monotonic clocks: no two clocks are
 * ever compared, and none may jump. One whose number stands still for the lease is dead; so is one whose row is gone. An embedded
 * database has one process at a time, so all that came before are dead at once.
 */
@ApplicationScoped
public class Instances {

    /** After the migrations and before every room. */
    private static final int BEFORE_ROOMS = 20;

    private static final System.Logger LOG = System.getLogger(Instances.class.getName());
    private static final Duration KEEP_DEAD = Duration.ofHours(1);

    /** A number, and when it was seen to change, in the ticker's nanoseconds. */
    private record Sighting(long beats, long at) {}

    private final String own = Ids.next("inst");
    private final Map<String, Sighting> others = new ConcurrentHashMap<>();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private InstanceTable table;
    private boolean alone;
    private long everyNanos;
    private long leaseNanos;
    private volatile long renewed;
    private long looked;

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    WriteGate gate;

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    Clock clock;

    Ticker ticker = Ticker.SYSTEM;

    @PostConstruct
    void configure() {
        var every = settings.duration("parley.instance.renew-every", "10s");
        var lease = settings.duration("parley.instance.lease", "30s");
        if (lease.compareTo(every.multipliedBy(2)) < 0) {
            throw Settings.bad(
                    "parley.instance.lease", lease.toMillis() + "ms", "twice parley.instance.renew-every at least");
        }
        everyNanos = every.toNanos();
        leaseNanos = lease.toNanos();
        table = new InstanceTable(gate.guard(source));
    }

    void onStart(@Observes @Priority(BEFORE_ROOMS) Startup start) throws SQLException {
        enter(table.isEmbedded());
        pulse.onBeat(this::beat);
    }

    /** @param alone whether no other process can be in this database */
    void enter(boolean alone) throws SQLException {
        this.alone = alone;
        if (alone) {
            table.clear();
        }
        table.enter(own, clock.millis());
        renewed = ticker.nanos();
        looked = renewed - leaseNanos;
    }

    /** The name of this process, another one with each start: {@code inst_…}. */
    public String own() {
        return own;
    }

    /** Whether no other process can be in this database. */
    public boolean isAlone() {
        return alone;
    }

    /**
     * Whether the process of this name lives. Right at once about a process that ended well; one that was killed counts as alive until
     * its lease is over. Asks the database about names that it hears for the first time.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE} when the database must be asked and can't be
     */
    public boolean isAlive(String instance) {
        if (instance.equals(own)) {
            return true;
        }
        if (alone) {
            return false;
        }
        if (!others.containsKey(instance)) {
            lookForAnswer();
        }
        var seen = others.get(instance);
        return seen != null && !isOver(seen, leaseNanos);
    }

    private void lookForAnswer() {
        try {
            look();
        } catch (SQLException failure) {
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE, "The database can't be reached; try again in a while.", failure);
        }
    }

    private boolean isOver(Sighting seen, long nanos) {
        return ticker.nanos() - seen.at() >= nanos;
    }

    private void beat() {
        if (ticker.nanos() - renewed >= everyNanos && renewing.compareAndSet(false, true)) {
            renewed = ticker.nanos();
            threads.execute(() -> {
                try {
                    renew();
                } finally {
                    renewing.set(false);
                }
            });
        }
    }

    /** Shows that this process lives, and looks which others do. */
    void renew() {
        try {
            table.renew(own, clock.millis());
            if (!alone) {
                look();
                removeLongDead();
            }
        } catch (SQLException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The lease of this instance could not be renewed: {0}",
                    failure.getMessage());
        }
    }

    /** Silence proves nothing while nobody listened: after a pause, an outage for example, everybody's lease begins anew. */
    private synchronized void look() throws SQLException {
        var beats = table.beats(own);
        var now = ticker.nanos();
        boolean paused = now - looked >= leaseNanos;
        looked = now;
        others.keySet().retainAll(beats.keySet());
        beats.forEach((id, count) -> others.merge(
                id,
                new Sighting(count, now),
                (before, seen) -> paused || before.beats() != seen.beats() ? seen : before));
    }

    private void removeLongDead() throws SQLException {
        for (var other : others.entrySet()) {
            if (isOver(other.getValue(), KEEP_DEAD.toNanos())) {
                table.remove(other.getKey(), other.getValue().beats());
            }
        }
    }

    @PreDestroy
    void leave() {
        try {
            table.remove(own);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.DEBUG, "The lease of this instance runs out by itself", failure);
        }
    }
}
