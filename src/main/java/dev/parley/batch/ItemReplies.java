package dev.parley.batch;

import dev.parley.generation.Requester;
import dev.parley.generation.RunName;
import dev.parley.governance.budget.Prices;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import java.time.Clock;
import java.time.Duration;

/**
 * The replies to a batch's items. Every attempt at one has a name that is made of the batch, the item, how often its chunk was claimed, and the attempt: so
 * whoever takes a chunk over finds what was paid for before, and no name is used twice.
 */
final class ItemReplies {

    private static final int MOST_ATTEMPTS = 1_000;

    private final Batch batch;
    private final Duration timeout;
    private final Prices prices;
    private final Payer payer;
    private final Purse purse;
    private final Clock clock;

    ItemReplies(Batch batch, Duration timeout, Prices prices, Payer payer, Purse purse, Clock clock) {
        this.batch = batch;
        this.timeout = timeout;
        this.prices = prices;
        this.payer = payer;
        this.purse = purse;
        this.clock = clock;
    }

    /**
     * That of the attempts which the chunk's former holders have made which completed, null for none. Blocks until those of this process have
     * ended.
     *
     * @param number of the reply, from 0
     */
    <R extends Reply> R before(ChunkSource.Entry entry, Question<R> question, int number) {
        for (long take = entry.chunk().takes() - 1; take > 0; take--) {
            for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
                var reply = question.find(name(entry.item(), take, attempt, number), batch.owner());
                if (reply == null) {
                    break;
                }
                if (reply.end().toCompletableFuture().join() instanceof Outcome.Completed) {
                    return reply;
                }
            }
        }
        return null;
    }

    /**
     * Makes an attempt.
     *
     * @throws ApiException as {@link Question#ask}
     * @throws PurseEmpty when the batch's own money does not reach
     */
    <R extends Reply> R ask(ChunkSource.Entry entry, Question<R> question, int number, int attempt) {
        var context = RequestContext.background(batch.requestId(), batch.traceparent(), batch.endpoint());
        var name = new RunName(name(entry.item(), entry.chunk().takes(), attempt, number), clock.millis());
        var terms = new Question.Terms(new Requester(context, payer.caller()), name, timeout);
        return purse.isBounded() ? paid(question, terms, number) : question.ask(terms, number);
    }

    private String name(long item, long take, int attempt, int number) {
        var suffix = batch.id().substring(batch.id().indexOf('_') + 1);
        return "run_" + suffix + "_" + item + "_" + take + "_" + attempt + (number == 0 ? "" : "_" + number);
    }

    private <R extends Reply> R paid(Question<R> question, Question.Terms terms, int number) {
        var worst = question.assess(terms.by(), 1).worstCaseCost();
        long amount = worst == null ? 0 : worst;
        if (!purse.reserve(amount)) {
            throw new PurseEmpty(batch.maxCost(), amount);
        }
        try {
            var reply = question.ask(terms, number);
            reply.end().thenAccept(outcome -> purse.settle(amount, cost(reply, outcome)));
            return reply;
        } catch (RuntimeException refused) {
            purse.settle(amount, 0);
            throw refused;
        }
    }

    /** What a reply that has ended so has cost, in micro-dollars; 0 when its model has no price. */
    long cost(Reply reply, Outcome outcome) {
        var cost = prices.cost(reply.model(), outcome.usage());
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
