package dev.parley.cache;

import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sees to it that a request which is sent again under its {@code Idempotency-Key} is answered again and not paid again. A key is claimed
 * in the database before anybody is asked, so it holds on all nodes and across restarts; what it led to is the stored run.
 *
 * <p>A key is free again when its request was refused, and when its run was cancelled or has failed in a way that may be tried again:
 * then there is no answer that could be given again.
 */
@ApplicationScoped
public class Idempotency {

    /** A run that is cancelled ends as soon as its connection is closed. */
    private static final int MOMENT_SECONDS = 5;

    /** The choice that stands for all of them. */
    private static final int WHOLE = -1;

    /** Characters of a result that is kept with its key. */
    private static final int LONGEST_RESULT = 8_000_000;

    @Inject
    Claims claims;

    @Inject
    Flights flights;

    @Inject
    Runs runs;

    /**
     * The run that the key has led to, or the one that {@code start} begins. Blocks on the database.
     *
     * @param runId of the run that {@code start} begins
     * @throws ApiException {@code IDEMPOTENCY_KEY_REUSED}; {@code CONFLICT} when the answer is no longer kept; {@code STORE_UNAVAILABLE};
     *     what {@code start} throws
     */
    public Flights.Seat once(IdempotencyKey key, String owner, int choice, String runId, Supplier<Run> start) {
        var slot = key.slot(owner, choice);
        // those with another body must not wait for an answer that is not theirs
        return flights.board("idempotent " + slot + key.fingerprint(), () -> {
            var known = known(slot, key, owner, runId);
            return known != null ? known : begin(slot, runId, start);
        });
    }

    /** The run that the key has led to; null when there is none that answers, and the key is claimed. */
    private Run known(String slot, IdempotencyKey key, String owner, String runId) {
        while (true) {
            var taken = claims.claim(slot, key, runId);
            if (taken.isEmpty()) {
                return null;
            }
            var run = find(taken.get(), owner);
            if (run.outcome() == null && run.expectOneMore() || isAnswer(endOf(run))) {
                return run;
            }
            // it was cut off by a crash, or it ends at this very moment: then its own thread may come later to do this
            claims.freeNow(slot, run.id());
        }
    }

    /** How a run ended, or ends within a moment because it is being cancelled; one that takes longer counts as cancelled. */
    private static Outcome endOf(Run run) {
        var tooLong = new Outcome.Cancelled(Usage.estimated(0, 0));
        return run.end()
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(tooLong, MOMENT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private Run find(IdempotencyTable.Row row, String owner) {
        try {
            return runs.find(row.runId(), owner);
        } catch (ApiException gone) {
            throw gone.code() == ErrorCode.RUN_NOT_FOUND ? claims.lost(row) : gone;
        }
    }

    private Run begin(String slot, String runId, Supplier<Run> start) {
        Run run = null;
        try {
            run = start.get();
            run.end().thenAccept(outcome -> {
                if (!isAnswer(outcome)) {
                    claims.freeNow(slot, runId);
                }
            });
            return run;
        } finally {
            if (run == null) {
                claims.free(slot, runId);
            }
        }
    }

    /** A failure is one when it was paid for and would come again; not when only the key of who started it was revoked. */
    private static boolean isAnswer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> true;
            case Outcome.Failed failed -> {
                var code = failed.failure().code();
                yield failed.usage().total() > 0 && !code.retryable() && code != ErrorCode.UNAUTHORIZED;
            }
            case Outcome.Cancelled cancelled -> false;
        };
    }

    /**
     * The result, as text, that the key has led to, or empty after claiming it for the caller, who {@link #keep keeps} a result or {@link
     * #free frees} the key.
     *
     * @param id of the call
     */
    public Optional<String> result(IdempotencyKey key, String owner, String id) {
        return claims.claim(key.slot(owner, 0), key, id)
                .map(taken -> Optional.ofNullable(taken.result()).orElseThrow(() -> claims.lost(taken)));
    }

    /**
     * Binds a key to a request of several answers before any of them begins, so that none is begun for another request; whether it was
     * bound to this one before.
     *
     * @param id of the call
     * @throws ApiException {@code IDEMPOTENCY_KEY_REUSED}; {@code STORE_UNAVAILABLE}
     */
    public boolean bind(IdempotencyKey key, String owner, String id) {
        return claims.claim(key.slot(owner, WHOLE), key, id).isPresent();
    }

    /** Keeps a result for its key; one that is too long is not kept, and the key stays taken. */
    public void keep(IdempotencyKey key, String owner, String result) {
        if (result.length() <= LONGEST_RESULT) {
            claims.keep(key.slot(owner, 0), result);
        }
    }

    /** Frees a key whose call has led to nothing. */
    public void free(IdempotencyKey key, String owner, String id) {
        claims.freeNow(key.slot(owner, 0), id);
    }
}
