package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Has items of one batch answered, each on the thread that asks. What only needs time (limits, queues, a provider that rests, the database) is waited for.
 * A provider's failure is tried again so many times. What ends the batch itself, a revoked key for example, is told to {@link Stop}.
 */
final class ItemWork {

    /** Whoever pays can't any more. */
    private static final Set<ErrorCode> FATAL = Set.of(ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN);

    private final Batch batch;
    private final ItemReplies replies;
    private final ItemDialect dialect;
    private final int attempts;
    private final Patience patience;
    private final Stop stop;

    /** @param attempts of an item whose provider fails */
    ItemWork(Batch batch, ItemReplies replies, ItemDialect dialect, int attempts, Patience patience, Stop stop) {
        this.batch = batch;
        this.replies = replies;
        this.dialect = dialect;
        this.attempts = attempts;
        this.patience = patience;
        this.stop = stop;
    }

    /**
     * The result of one item; null when the work was stopped before its end.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE} when it can't be known whether it was paid for before
     */
    ItemResult answer(ChunkSource.Entry entry) {
        Item item;
        try {
            item = dialect.read(entry.line(), batch);
        } catch (ApiException noLonger) {
            if (noLonger.code() == ErrorCode.STORE_UNAVAILABLE) {
                throw noLonger;
            }
            return new Course<>(entry, dialect.id(entry.line()), null).failed(new Tried<>(null, noLonger));
        }
        return new Course<>(entry, item.id(), item.question()).run();
    }

    /**
     * What an attempt has led to.
     *
     * @param reply null when none was asked for
     * @param failure null when the reply completed, or when there is none because all was stopped
     */
    private record Tried<R>(R reply, ApiException failure) {}

    /** One item on its way to a result. */
    private final class Course<R extends Reply> {

        private final ChunkSource.Entry entry;
        private final String id;
        private final Question<R> question;
        private long spent;

        Course(ChunkSource.Entry entry, String id, Question<R> question) {
            this.entry = entry;
            this.id = id;
            this.question = question;
        }

        /** One reply after the other, so that no more calls are under way than items. */
        ItemResult run() {
            var all = new ArrayList<R>();
            while (all.size() < question.replies()) {
                var tried = reply(all.size());
                if (tried.failure() != null) {
                    return failed(tried);
                }
                if (tried.reply() == null) {
                    return null;
                }
                all.add(tried.reply());
            }
            return answered(all);
        }

        private Tried<R> reply(int number) {
            var known = replies.before(entry, question, number);
            if (known != null) {
                spent += replies.cost(known, known.end().toCompletableFuture().join());
                return new Tried<>(known, null);
            }
            int failures = 0;
            for (int attempt = 1; !stop.isAsked(); attempt++) {
                var tried = attempt(number, attempt);
                if (tried.failure() == null) {
                    return tried;
                }
                if (isEnd(tried.failure())) {
                    return new Tried<>(null, null);
                }
                failures += Patience.isEndless(tried.failure()) ? 0 : 1;
                if (!tried.failure().code().retryable() || failures >= attempts) {
                    return tried;
                }
                stop.within(patience.before(tried.failure(), attempt));
            }
            return new Tried<>(null, null);
        }

        private Tried<R> attempt(int number, int attempt) {
            R reply;
            try {
                reply = replies.ask(entry, question, number, attempt);
            } catch (ItemReplies.PurseEmpty empty) {
                stop.because(new ApiException(ErrorCode.BUDGET_EXCEEDED, empty.getMessage()));
                return new Tried<>(null, null);
            } catch (RuntimeException refused) {
                return new Tried<>(null, Faults.of(refused));
            }
            var outcome = outcome(reply);
            spent += replies.cost(reply, outcome);
            return switch (outcome) {
                case Outcome.Completed whole -> new Tried<>(reply, null);
                case Outcome.Failed broken -> new Tried<>(reply, broken.failure());
                case Outcome.Cancelled cancelled -> cancelled(reply);
            };
        }

        private Tried<R> cancelled(R reply) {
            return stop.isAsked()
                    ? new Tried<>(null, null)
                    : new Tried<>(reply, new ApiException(ErrorCode.CANCELLED, "The item's run was cancelled."));
        }

        private Outcome outcome(R reply) {
            stop.begun(reply);
            try {
                return reply.end().toCompletableFuture().join();
            } finally {
                stop.ended(reply);
            }
        }

        private ItemResult answered(List<R> all) {
            try {
                return result(false, dialect.answered(id, all.getFirst().id(), question.answer(all)));
            } catch (RuntimeException noAnswer) {
                return failed(new Tried<>(all.getFirst(), Faults.of(noAnswer)));
            }
        }

        ItemResult failed(Tried<R> tried) {
            var reply = tried.reply();
            return result(true, dialect.failed(id, tried.failure(), reply == null ? null : reply.id()));
        }

        private ItemResult result(boolean failed, String line) {
            return new ItemResult(entry.chunk().number(), entry.item(), failed, line, spent);
        }
    }

    /** Whether a failure is everybody's. */
    private boolean isEnd(ApiException failure) {
        if (failure.code() == ErrorCode.DRAINING) {
            stop.ask();
            return true;
        }
        if (FATAL.contains(failure.code())) {
            stop.because(failure);
            return true;
        }
        return false;
    }
}
