package dev.parley.rag.store;

import dev.parley.job.Chore;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/**
 * Empties stores that have expired, and removes for good those that were deleted: their documents once more, since a server may have died
 * over it, or have attached a file at the same moment.
 */
@ApplicationScoped
class StoreSweep implements Chore {

    private static final Duration EVERY = Duration.ofMinutes(10);

    @Inject
    VectorStores stores;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "vector-store-sweep";
    }

    @Override
    public Duration every() {
        return EVERY;
    }

    @Override
    public void run() {
        long now = clock.millis();
        commits.read(connection -> StoreTable.expired(connection, now)).forEach(stores::empty);
        var deleted = commits.read(connection -> StoreTable.deletedBefore(connection, now - EVERY.toMillis()));
        for (var store : deleted) {
            stores.empty(store);
            commits.call(connection -> {
                StoreTable.remove(connection, store.id());
                return null;
            });
        }
    }
}
