package dev.parley.batch;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.generation.RunName;
import dev.parley.governance.budget.Prices;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * The runs of a batch's items. Every attempt is a run whose name is made of the batch, the item, how often its chunk was claimed, and the attempt: so whoever
 * takes a chunk over finds what was paid for before, and no name is used twice.
 */
final class ItemRuns {

    private static final int MOST_ATTEMPTS = 1_000;

    private final Batch batch;
    private final Duration timeout;
    private final Generation generation;
    private final Runs runs;
    private final Prices prices;
    private final Payer payer;
    private final Purse purse;
    private final Clock clock;

    ItemRuns(
            Batch batch,
            Duration timeout,
            Generation generation,
            Runs runs,
            Prices prices,
            Payer payer,
            Purse purse,
            Clock clock) {
        this.batch = batch;
        this.timeout = timeout;
        this.generation = generation;
        this.runs = runs;
        this.prices = prices;
        this.payer = payer;
        this.purse = purse;
        this.clock = clock;
    }

    /** The run of those that the chunk's former holders have begun which completed, if there is one. Blocks until those of this process have ended. */
    Optional<Run> before(ChunkSource.Entry entry) {
        for (long take = entry.chunk().takes() - 1; take > 0; take--) {
            for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
                var run = find(name(entry.item(), take, attempt));
                if (run == null) {
                    break;
                }
                if (run.end().toCompletableFuture().join() instanceof Outcome.Completed) {
                    return Optional.of(run);
                }
            }
        }
        return Optional.empty();
    }

    private Run find(String id) {
        try {
            return runs.find(id, batch.owner());
        } catch (ApiException none) {
            if (none.code() == ErrorCode.RUN_NOT_FOUND) {
                return null;
            }
            throw none;
        }
    }

    /**
     * Begins an attempt.
     *
     * @throws ApiException as {@code Generation.start}, and {@code BUDGET_EXCEEDED} when the batch's own money does not reach
     */
    Run begin(ChunkSource.Entry entry, ItemDialect.Item item, int attempt) {
        var context = RequestContext.background(batch.requestId(), batch.traceparent(), batch.endpoint());
        var request = new GenerationRequest(
                new Requester(context, payer.caller()),
                Gatherings.OPERATION,
                item.prompt(),
                false,
                true,
                timeout,
                0,
                new RunName(name(entry.item(), entry.chunk().takes(), attempt), clock.millis()));
        return purse.isBounded() ? paid(request) : generation.start(request);
    }

    private String name(long item, long take, int attempt) {
        return "run_" + batch.id().substring(batch.id().indexOf('_') + 1) + "_" + item + "_" + take + "_" + attempt;
    }

    private Run paid(GenerationRequest request) {
        var worst = generation.assess(request, 1).worstCaseCost();
        long amount = worst == null ? 0 : worst;
        if (!purse.reserve(amount)) {
            throw new PurseEmpty(batch.maxCost(), amount);
        }
        try {
            var run = generation.start(request);
            run.end().thenAccept(outcome -> purse.settle(amount, cost(run)));
            return run;
        } catch (RuntimeException refused) {
            purse.settle(amount, 0);
            throw refused;
        }
    }

    /** What a run that has ended has cost, in micro-dollars; 0 when its model has no price. */
    long cost(Run run) {
        var outcome = run.outcome();
        var cost = outcome == null ? null : prices.cost(run.model(), outcome.usage());
        return cost == null ? 0 : cost;
    }

    /** The batch's own money does not reach for an item. */
    static final class PurseEmpty extends RuntimeException {

        private PurseEmpty(long most, long needed) {
            super(
                    "The batch's max_cost_micro_dollars of %d does not reach for its next item, which may cost %d."
                            .formatted(most, needed),
                    null,
                    false,
                    false);
        }
    }
}
