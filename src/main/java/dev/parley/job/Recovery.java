package dev.parley.job;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives jobs back that nobody is at although their rows say so: those of processes that are dead, and our own whose end could not be
 * written because the database failed.
 */
final class Recovery {

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    private final GroupCommit commits;
    private final Instances instances;
    private final Clock clock;
    private Set<JobTable.Held> suspects = Set.of();

    Recovery(GroupCommit commits, Instances instances, Clock clock) {
        this.commits = commits;
        this.instances = instances;
        this.clock = clock;
    }

    /**
     * @param running what this process is at, names and ids with a space between them
     * @return whether there is something to do now
     * @throws dev.parley.problem.ApiException {@code STORE_UNAVAILABLE}
     */
    synchronized boolean recover(Supplier<Set<String>> running) {
        boolean found = false;
        for (var holder : commits.read(JobTable::holders)) {
            if (!instances.isAlive(holder)) {
                int jobs = commits.call(connection -> JobTable.release(connection, holder, clock.instant()));
                LOG.log(System.Logger.Level.INFO, "Took {0} jobs of {1} over, which is dead", jobs, holder);
                found = true;
            }
        }
        return recoverOwn(running) || found;
    }

    /** One that stands still from one look to the next without being run. */
    private boolean recoverOwn(Supplier<Set<String>> running) {
        var held = commits.read(connection -> JobTable.held(connection, instances.own()));
        var atWork = running.get();
        held.removeIf(job -> atWork.contains(job.name() + " " + job.id()));
        var stuck = new HashSet<>(held);
        stuck.retainAll(suspects);
        suspects = held;
        stuck.forEach(job -> commits.call(connection -> {
            JobTable.release(connection, job, clock.instant());
            return null;
        }));
        return !stuck.isEmpty();
    }
}
