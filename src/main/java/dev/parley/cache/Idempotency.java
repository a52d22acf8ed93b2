package dev.parley.cache;

import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sees to it that a request which is sent again under its {@code Idempotency-Key} is answered again and not paid again. A key is claimed
 * in the database before anybody is asked, so it holds on all nodes and across restarts; what it led to is the stored run.
 *
 * <p>A key is free again when its request was refused, when its run ended before anything came, and when its run was cancelled: then
 * there is no answer that could be given again.
 */
@ApplicationScoped
public class Idempotency {

    private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

    /** Characters of a result that is kept with its key. */
    private static final int LONGEST_RESULT = 8_000_000;

    private Duration keep;
    private long swept;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Flights flights;

    @Inject
    Runs runs;

    @Inject
    Pulse pulse;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        keep = settings.duration("parley.idempotency.keep", "24h");
    }

    void onStart(@Observes Startup start) {
        swept = Ticker.SYSTEM.nanos();
        pulse.onBeat(this::beat);
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - swept >= SWEEP_NANOS) {
            swept = now;
            commits.submit(connection -> {
                IdempotencyTable.removeExpired(connection, clock.millis());
                return null;
            });
        }
    }

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
            var taken = claim(slot, key, runId);
            return taken.isPresent() ? again(taken.get(), owner) : begin(slot, runId, start);
        });
    }

    private Optional<IdempotencyTable.Row> claim(String slot, IdempotencyKey key, String runId) {
        long now = clock.millis();
        var wanted = new IdempotencyTable.Row(slot, key.fingerprint(), runId, null, now + keep.toMillis());
        var taken =
                commits.call(connection -> IdempotencyTable.claim(connection, wanted, now), found -> free(slot, runId));
        if (taken != null && !taken.fingerprint().equals(key.fingerprint())) {
            throw new ApiException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was sent with another request; take a new one for each.");
        }
        return Optional.ofNullable(taken);
    }

    private Run again(IdempotencyTable.Row row, String owner) {
        try {
            return runs.find(row.runId(), owner);
        } catch (ApiException gone) {
            throw gone.code() == ErrorCode.RUN_NOT_FOUND ? noLonger() : gone;
        }
    }

    private static ApiException noLonger() {
        return new ApiException(
                ErrorCode.CONFLICT,
                "What this Idempotency-Key has led to is not kept any more, or was lost with its server; take a new one.");
    }

    private Run begin(String slot, String runId, Supplier<Run> start) {
        Run run = null;
        try {
            run = start.get();
            run.end().thenAccept(outcome -> ended(slot, runId, outcome));
            return run;
        } finally {
            if (run == null) {
                commits.submit(free(slot, runId));
            }
        }
    }

    private void ended(String slot, String runId, Outcome outcome) {
        boolean answers = switch (outcome) {
            case Outcome.Completed completed -> true;
            case Outcome.Failed failed -> failed.usage().total() > 0;
            case Outcome.Cancelled cancelled -> false;
        };
        if (!answers) {
            commits.await(commits.submit(free(slot, runId)));
        }
    }

    private static GroupCommit.Work<Void> free(String slot, String runId) {
        return connection -> {
            IdempotencyTable.free(connection, slot, runId);
            return null;
        };
    }

    /**
     * The result, as text, that the key has led to, or empty after claiming it for the caller, who {@link #keep keeps} a result or {@link
     * #free frees} the key.
     *
     * @param id of the call
     */
    public Optional<String> result(IdempotencyKey key, String owner, String id) {
        var taken = claim(key.slot(owner, 0), key, id);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        if (taken.get().result() == null) {
            throw noLonger();
        }
        return Optional.of(taken.get().result());
    }

    /** Keeps a result for its key; one that is too long is not kept, and the key stays taken. */
    public void keep(IdempotencyKey key, String owner, String result) {
        if (result.length() <= LONGEST_RESULT) {
            commits.await(commits.submit(connection -> {
                IdempotencyTable.keepResult(connection, key.slot(owner, 0), result);
                return null;
            }));
        }
    }

    /** Frees a key whose call has led to nothing. */
    public void free(IdempotencyKey key, String owner, String id) {
        commits.await(commits.submit(free(key.slot(owner, 0), id)));
    }
}
