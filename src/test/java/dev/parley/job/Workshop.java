package dev.parley.job;

import dev.parley.observability.Drain;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A process that does jobs; several may share a database. */
public final class Workshop implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Jobs jobs = new Jobs();
    private volatile boolean closed;
    private volatile boolean frozen;

    public Workshop(
            MemoryDatabase database, Clock clock, GroupCommit commits, Instances instances, List<Job<?>> kinds) {
        this(database, clock, commits, instances, kinds, List.of());
    }

    public Workshop(
            MemoryDatabase database,
            Clock clock,
            GroupCommit commits,
            Instances instances,
            List<Job<?>> kinds,
            List<Chore> chores) {
        jobs.source = database;
        jobs.gate = new WriteGate();
        jobs.settings = Settings.of(Map.of("parley.jobs.poll-every", "1ms"));
        jobs.clock = clock;
        jobs.threads = MemoryDatabase.threads();
        jobs.commits = commits;
        jobs.instances = instances;
        jobs.drain = new Drain() {
            @Override
            public boolean isDraining() {
                return frozen;
            }
        };
        jobs.begin(kinds, chores);
        Thread.startVirtualThread(this::beat);
    }

    private void beat() {
        while (!closed) {
            jobs.poll();
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    public Jobs jobs() {
        return jobs;
    }

    /** Looks for jobs of the dead, as it does every 10 s. */
    public void recover() {
        jobs.recover();
    }

    /** Begins nothing more; what it is at goes on. */
    public void freeze() {
        closed = true;
        frozen = true;
        jobs.beat();
    }

    @Override
    public void close() {
        closed = true;
        jobs.stop();
    }
}
