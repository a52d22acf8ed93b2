package dev.parley.batch;

import dev.parley.governance.budget.Prices;
import dev.parley.governance.key.Callers;
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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
    Prices prices;

    @Inject
    Callers callers;

    @Inject
    Endings endings;

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
        return endings.isEnded(batch.id()) ? Next.DONE : Next.again(LOOK);
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
        var payer = new Payer(callers, batch, Ticker.SYSTEM);
        var purse = new Purse(batch.maxCost(), batch.cost());
        var replies = new ItemReplies(batch, rules.itemTimeout(), prices, payer, purse, clock);
        var items = new ItemWork(batch, replies, batches.dialect(batch), rules.attempts(), Patience.USUAL, stop);
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
}
