package dev.parley.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import dev.parley.http.Json;
import dev.parley.observability.Drain;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Schedules background work and has it done, on this server or another one of the database. While this server drains, it begins no
 * more of it.
 */
@ApplicationScoped
public class Jobs {

    /** Rooms have looked into their tables when the first job runs. */
    private static final int AFTER_ROOMS = 5000;

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(3);

    private final AtomicBoolean looking = new AtomicBoolean();
    private final ScheduledExecutorService housekeeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("parley-jobs").factory());
    private Scheduler scheduler;
    private Recovery recovery;
    private volatile long looked;
    private long pollNanos;
    private long polled;
    private volatile boolean stopped;

    Ticker ticker = Ticker.SYSTEM;

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    WriteGate gate;

    @Inject
    GroupCommit commits;

    @Inject
    Instances instances;

    @Inject
    Drain drain;

    @Inject
    @Any
    Instance<Job<?>> kinds;

    @Inject
    @Any
    Instance<Chore> chores;

    void onStart(@Observes @Priority(AFTER_ROOMS) Startup start) {
        begin(kinds.stream().toList(), chores.stream().toList());
        pulse.onBeat(this::beat);
    }

    void begin(List<Job<?>> kinds, List<Chore> chores) {
        pollNanos = settings.duration("parley.jobs.poll-every", "1s").toNanos();
        int atOnce = settings.integer("parley.jobs.at-once", 32, 1, 10_000);
        var tasks =
                new Tasks(this::isStopping, () -> ThreadLocalRandom.current().nextDouble());
        var known = new ArrayList<Task<?>>();
        kinds.forEach(job -> known.add(tasks.of(job)));
        recovery = new Recovery(commits, instances, clock);
        scheduler = Scheduler.create(gate.guard(source), known)
                .startTasks(chores.stream().map(tasks::of).toList())
                .tableName(JobTable.NAME)
                .schedulerName(new SchedulerName.Fixed(instances.own()))
                .clock(clock::instant)
                .serializer(new Payloads())
                .jdbcCustomization(new DefaultJdbcCustomization(false))
                .pollingInterval(NEVER)
                .enableImmediateExecution()
                .heartbeatInterval(NEVER)
                .deleteUnresolvedAfter(Duration.ofDays(365))
                .failureLogging(LogLevel.DEBUG, false)
                .threads(atOnce)
                .executorService(new JobThreads(threads, atOnce, () -> {}))
                .dueExecutor(new JobThreads(threads, 1, this::wake))
                .housekeeperExecutor(housekeeper)
                .shutdownMaxWait(STOP_WITHIN)
                .build();
        recover();
        scheduler.start();
    }

    /**
     * Has work done soon, or after a while; in the transaction of {@code connection}: once that is committed it will be done, and not
     * before. Call {@link #wake} then, otherwise it begins with the next poll.
     *
     * @param id which piece of work this is, at most 255 characters
     * @return false when a piece of that kind and id is scheduled already; nothing is changed then
     */
    public <P> boolean schedule(Connection connection, Job<P> job, String id, P payload, Duration after)
            throws SQLException {
        return JobTable.insert(
                connection, job.name(), id, Json.bytes(payload), clock.instant().plus(after));
    }

    /** Has work done soon, in a transaction of its own. As {@link #schedule(Connection, Job, String, Object, Duration)}. */
    public <P> boolean schedule(Job<P> job, String id, P payload, Duration after) {
        boolean fresh = commits.call(connection -> schedule(connection, job, id, payload, after));
        wake();
        return fresh;
    }

    /**
     * Forgets work that has not begun.
     *
     * @return false when there is none or somebody is at it
     */
    public boolean cancel(Connection connection, Job<?> job, String id) throws SQLException {
        return JobTable.delete(connection, job.name(), id);
    }

    /** Has work that waits done now, an attempt that failed before too. Call {@link #wake} after the commit. */
    public boolean hasten(Connection connection, Job<?> job, String id) throws SQLException {
        return JobTable.hasten(connection, job.name(), id, clock.instant());
    }

    /** Whether a piece of work is scheduled or being done. */
    public boolean isScheduled(Connection connection, Job<?> job, String id) throws SQLException {
        return JobTable.exists(connection, job.name(), id);
    }

    /** Looks for work that is due at once instead of with the next poll. Never blocks. */
    public void wake() {
        if (scheduler != null) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    private boolean isStopping() {
        return stopped || drain.isDraining();
    }

    void beat() {
        if (isStopping()) {
            scheduler.pause();
        }
        poll();
        if (ticker.nanos() - looked >= LOOK_EVERY.toNanos() && looking.compareAndSet(false, true)) {
            threads.execute(() -> {
                try {
                    recover();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /** By our time: the library's own wait is by the clock, and would last an hour longer when that is set back by one. */
    void poll() {
        long now = ticker.nanos();
        if (now - polled >= pollNanos) {
            polled = now;
            wake();
        }
    }

    /** Takes over what the dead were at. */
    void recover() {
        looked = ticker.nanos();
        try {
            if (recovery.recover(this::running)) {
                wake();
            }
        } catch (ApiException later) {
            LOG.log(System.Logger.Level.WARNING, "Jobs of dead instances could not be looked for: {0}", later.detail());
        }
    }

    private Set<String> running() {
        return scheduler.getCurrentlyExecuting().stream()
                .map(running -> running.getTaskInstance().getTaskName() + " "
                        + running.getTaskInstance().getId())
                .collect(Collectors.toSet());
    }

    /** While the rooms that jobs use are still there. */
    void onShutdown(@Observes Shutdown shutdown) {
        stop();
    }

    @PreDestroy
    void stop() {
        if (!stopped && scheduler != null) {
            stopped = true;
            scheduler.stop();
        }
    }
}
