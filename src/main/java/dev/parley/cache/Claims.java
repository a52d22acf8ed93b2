package dev.parley.cache;

import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who has claimed which idempotency key, and what it has led to: the table, for as long as keys live. Blocks on the database. */
@ApplicationScoped
class Claims {

    private static final long SWEEP_NANOS = Duration.ofHours(1).toNanos();

    private static final long JUST_NOW_MILLIS = 5_000;

    private Duration keep;
    private long swept;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

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
            sweep();
        }
    }

    /** Removes what has expired; what can't be removed now is removed by the next sweep. */
    CompletableFuture<Void> sweep() {
        return commits.submit(connection -> {
            IdempotencyTable.removeExpired(connection, clock.millis());
            return null;
        });
    }

    /**
     * Claims {@code slot} for the run or call of this id, unless it is taken: then whose it is.
     *
     * @throws ApiException {@code IDEMPOTENCY_KEY_REUSED} when it is taken by another request; {@code STORE_UNAVAILABLE}
     */
    Optional<IdempotencyTable.Row> claim(String slot, IdempotencyKey key, String id) {
        long now = clock.millis();
        var wanted = new IdempotencyTable.Row(slot, key.fingerprint(), id, null, now + keep.toMillis());
        var taken =
                commits.call(connection -> IdempotencyTable.claim(connection, wanted, now), found -> freeing(slot, id));
        if (taken != null && !taken.fingerprint().equals(key.fingerprint())) {
            throw new ApiException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was sent with another request; take a new one for each.");
        }
        return Optional.ofNullable(taken);
    }

    /** Frees a slot that this run or call has, soon and before it is claimed again here; or when the database is back. */
    CompletableFuture<Void> free(String slot, String id) {
        return commits.surely(freeing(slot, id));
    }

    /** As {@link #free}, and waits until it is done or can't be. */
    void freeNow(String slot, String id) {
        commits.await(free(slot, id));
    }

    private static GroupCommit.Work<Void> freeing(String slot, String id) {
        return connection -> {
            IdempotencyTable.free(connection, slot, id);
            return null;
        };
    }

    /** Keeps a result with its slot, and waits until that is done or can't be. */
    void keep(String slot, String result) {
        commits.await(commits.submit(connection -> {
            IdempotencyTable.keepResult(connection, slot, result);
            return null;
        }));
    }

    /** The failure when nothing is found of what a key has led to. Another server writes what it has begun a little later. */
    ApiException lost(IdempotencyTable.Row row) {
        var claimed = row.expiresAt() - keep.toMillis();
        return clock.millis() - claimed < JUST_NOW_MILLIS
                ? new ApiException(
                        ErrorCode.CONFLICT,
                        "Another server has just begun with this Idempotency-Key; send it again in a second.",
                        Duration.ofSeconds(1))
                : new ApiException(
                        ErrorCode.CONFLICT,
                        "What this Idempotency-Key has led to is not kept any more, or was lost with its server; take a new one.");
    }
}
