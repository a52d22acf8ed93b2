package dev.parley.batch;

import dev.parley.generation.Generation;
import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.job.Jobs;
import dev.parley.observability.Drain;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All durable batches. Blocks on the database, and fails with {@code STORE_UNAVAILABLE} without it. */
@ApplicationScoped
public class Batches {

    /** Gives the lines of a batch one after the other. */
    @FunctionalInterface
    public interface Source {

        /** Hands every line to {@code sink}, with the words that name it in a fault. */
        void feed(Sink sink) throws IOException;
    }

    /** Takes lines. */
    @FunctionalInterface
    public interface Sink {
        void line(String where, String line);
    }

    private static final int SUMMED_TOGETHER = 100;

    private BatchSettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Generation generation;

    @Inject
    Models models;

    @Inject
    Jobs jobs;

    @Inject
    BatchJob job;

    @Inject
    Drain drain;

    @Inject
    Clock clock;

    @Inject
    @Any
    Instance<ItemDialect> dialects;

    @PostConstruct
    void configure() {
        rules = BatchSettings.read(settings);
    }

    BatchSettings rules() {
        return rules;
    }

    /** How long a batch, and what belongs to it, can be read. */
    public Duration keep() {
        return rules.keep();
    }

    /**
     * Reads and checks all lines, and has them answered from then on. When it returns, the batch is in the database and outlives this server.
     *
     * @throws ApiException {@code INVALID_REQUEST} with what is wrong with the lines: nothing is kept and nobody was asked then
     */
    public Batch create(Submission wanted, Source source) throws IOException {
        drain.refuseNewWork();
        var batch = fresh(wanted);
        write(connection -> BatchTable.insert(connection, batch));
        boolean taken = false;
        try {
            long total = read(
                    wanted,
                    batch,
                    source,
                    item -> {},
                    (number, first, count, body) ->
                            write(connection -> ChunkTable.insert(connection, batch.id(), number, first, count, body)));
            write(connection -> {
                BatchTable.ready(connection, batch.id(), total);
                schedule(connection, batch);
            });
            taken = true;
        } finally {
            if (!taken) {
                commits.submit(connection -> {
                    BatchTable.delete(connection, batch.id());
                    return null;
                });
            }
        }
        jobs.wake();
        return find(batch.id(), batch.owner());
    }

    private long read(Submission wanted, Batch batch, Source source, Consumer<Item> each, Intake.Shelf shelf)
            throws IOException {
        var intake = new Intake(models, dialect(batch), batch, wanted.by().caller(), rules.maxItems(), each, shelf);
        source.feed(intake::take);
        return intake.finish();
    }

    /**
     * What would become of all items together; nothing is kept and nobody is asked.
     *
     * @throws ApiException as {@link #create}
     */
    public Verdict assess(Submission wanted, Source source) throws IOException {
        drain.refuseNewWork();
        var verdicts = new ArrayList<Verdict>();
        var by = wanted.by();
        read(
                wanted,
                fresh(wanted),
                source,
                item -> {
                    verdicts.add(item.question().assess(by, item.question().replies()));
                    if (verdicts.size() == SUMMED_TOGETHER) {
                        collapse(verdicts, by);
                    }
                },
                (number, first, count, body) -> {});
        return VerdictSum.of(verdicts, by.context());
    }

    private static void collapse(List<Verdict> verdicts, Requester by) {
        var sum = VerdictSum.of(verdicts, by.context());
        verdicts.clear();
        verdicts.add(sum);
    }

    private Batch fresh(Submission wanted) {
        var caller = wanted.by().caller();
        var context = wanted.by().context();
        long now = clock.millis();
        return new Batch(
                Ids.next("batch"),
                caller.owner(),
                caller.id(),
                caller.team() == null ? null : caller.team().name(),
                context.id(),
                context.traceparent(),
                wanted.endpoint(),
                wanted.model(),
                wanted.inputFile(),
                wanted.metadata(),
                wanted.maxCost(),
                State.READING,
                null,
                0,
                0,
                0,
                0,
                now,
                null,
                null,
                now + rules.keep().toMillis());
    }

    /** As many servers may be at it as there are shares; one that may cost so much only is one server's, which counts. */
    private void schedule(Connection connection, Batch batch) throws SQLException {
        int shares = batch.maxCost() == null ? rules.servers() : 1;
        for (int i = 0; i < shares; i++) {
            jobs.schedule(connection, job, batch.id() + "/" + i, new BatchJob.Share(batch.id(), i), Duration.ZERO);
        }
    }

    ItemDialect dialect(Batch batch) {
        return dialects.stream()
                .filter(known -> known.endpoint().equals(batch.endpoint()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody reads lines of " + batch.endpoint()));
    }

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public Batch find(String id, String owner) {
        return commits.read(connection -> BatchTable.find(connection, id))
                .filter(batch -> batch.owner().equals(owner) && batch.state() != State.READING)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND, "There is no batch '%s', or it is no longer kept.".formatted(id)));
    }

    /** Those of an owner, the latest first, after the one of the id {@code after}, which may be null. */
    public List<Batch> list(String owner, String after, int most) {
        var last = after == null ? null : find(after, owner);
        return commits.read(connection -> BatchTable.list(connection, owner, last, most));
    }

    /**
     * Stops a batch: what is finished is kept, and what runs is cancelled within a second. Without effect when it has ended.
     *
     * @return as it is then
     */
    public Batch cancel(String id, String owner) {
        var batch = find(id, owner);
        boolean open = commits.call(connection -> {
            boolean stopped = BatchTable.stop(connection, batch.id(), State.CANCELLING, null);
            for (int i = 0; i < rules.servers(); i++) {
                jobs.hasten(connection, job, batch.id() + "/" + i);
            }
            return stopped;
        });
        if (open) {
            jobs.wake();
        }
        return find(id, owner);
    }

    private void write(Change change) {
        commits.call(connection -> {
            change.in(connection);
            return null;
        });
    }

    /** Statements without a result. */
    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }
}
