package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.generation.Generation;
import dev.parley.governance.budget.Prices;
import dev.parley.governance.key.Callers;
import dev.parley.http.Json;
import dev.parley.job.Attempt;
import dev.parley.job.Job;
import dev.parley.job.Next;
import dev.parley.job.Retries;
import dev.parley.persistence.Checkpoint;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.Problem;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One server's share in a batch. A batch has a few shares, and a server takes one of them at a time: so several servers are at a large batch, and one is enough
 * for it. Whoever finds nothing left to do ends the batch.
 */
@ApplicationScoped
class BatchJob implements Job<BatchJob.Share> {

    private static final Retries RETRIES = Retries.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** Until a share that this server has no use for is offered again. */
    private static final Duration OFFER = Duration.ofSeconds(5);

    /** Until it is looked again whether others have come to their end, or have died. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** @param number from 0 */
    record Share(String batch, int number) {}

    private final Set<String> atWork = ConcurrentHashMap.newKeySet();

    @Inject
    Batches batches;

    @Inject
    GroupCommit commits;

    @Inject
    Checkpoint checkpoint;

    @Inject
    Instances instances;

    @Inject
    VirtualThreads threads;

    @Inject
    Generation generation;

    @Inject
    Runs runs;

    @Inject
    Prices prices;

    @Inject
    Callers callers;

    @Inject
    Announcements announcements;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public Class<Share> payload() {
        return Share.class;
    }

    @Override
    public Retries retries() {
        return RETRIES;
    }

    @Override
    public Next run(Share share, Attempt attempt) {
        var found = commits.read(connection -> BatchTable.find(connection, share.batch()));
        if (found.isEmpty() || found.get().isEnded()) {
            return Next.DONE;
        }
        if (atWork.size() >= batches.rules().batchesAtOnce() || !atWork.add(share.batch())) {
            return Next.again(OFFER);
        }
        try {
            return run(found.get(), attempt);
        } finally {
            atWork.remove(share.batch());
        }
    }

    private Next run(Batch batch, Attempt attempt) {
        takeFromTheDead(batch);
        if (!batch.state().isStopping()) {
            work(batch, attempt);
        }
        if (attempt.isStopping()) {
            return Next.again(Duration.ZERO);
        }
        return isEnded(batch.id()) ? Next.DONE : Next.again(LOOK);
    }

    private void takeFromTheDead(Batch batch) {
        for (var holder : commits.read(connection -> ChunkTable.holders(connection, batch.id()))) {
            if (!instances.isAlive(holder) || holder.equals(instances.own())) {
                commits.call(connection -> {
                    ChunkTable.giveBack(connection, batch.id(), holder);
                    return null;
                });
            }
        }
    }

    private void work(Batch batch, Attempt attempt) {
        commits.call(connection -> {
            BatchTable.begin(connection, batch.id(), clock.millis());
            return null;
        });
        var stop = new Stop();
        var rules = batches.rules();
        var itemRuns = new ItemRuns(
                batch,
                rules.itemTimeout(),
                generation,
                runs,
                prices,
                new Payer(callers, batch, Ticker.SYSTEM),
                new Purse(batch.maxCost(), batch.cost()),
                clock);
        var items = new ItemWork(itemRuns, batches.dialect(batch), batch.model(), rules.attempts(), stop);
        new BatchWork(
                        batch,
                        instances.own(),
                        atOnce(batch),
                        commits,
                        checkpoint,
                        threads,
                        stop,
                        items,
                        () -> timeLeft(batch))
                .run(attempt);
        if (stop.reason() != null) {
            commits.call(
                    connection -> BatchTable.stop(connection, batch.id(), State.FAILING, Problem.of(stop.reason())));
        }
    }

    private Duration timeLeft(Batch batch) {
        return Duration.ofMillis(batch.createdAt() + batches.rules().timeLimit().toMillis() - clock.millis());
    }

    private int atOnce(Batch batch) {
        return (int) Math.min(batches.rules().atOnce(), batch.total());
    }

    /** Ends the batch when nothing is left of it, or nothing shall be done any more. */
    private boolean isEnded(String id) {
        var now = commits.read(connection -> BatchTable.find(connection, id));
        if (now.isEmpty() || now.get().isEnded()) {
            return true;
        }
        var batch = now.get();
        boolean done = batch.recorded() >= batch.total();
        return (done || batch.state().isStopping())
                && commits.call(connection -> end(
                        connection,
                        batch,
                        done ? State.COMPLETED : batch.state().end()));
    }

    private boolean end(Connection connection, Batch batch, State end) throws SQLException {
        boolean ended = BatchTable.end(connection, batch, end, clock.millis());
        if (ended) {
            announcements.announce(
                    connection,
                    Announcement.of(
                            type(end),
                            batch.owner(),
                            batch.id(),
                            Json.text(new Ended(
                                    end.wireName(), batch.total(), batch.succeeded(), batch.failed(), batch.cost())),
                            clock.millis()));
        }
        return ended;
    }

    /** What is told of the end, beside the batch's id. */
    private record Ended(
            String state,
            long total,
            long succeeded,
            long failed,

            @JsonProperty("cost_micro_dollars") long cost) {}

    private static EventType type(State end) {
        return switch (end) {
            case CANCELLED -> EventType.BATCH_CANCELLED;
            case FAILED -> EventType.BATCH_FAILED;
            default -> EventType.BATCH_COMPLETED;
        };
    }
}
