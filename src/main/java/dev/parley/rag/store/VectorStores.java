package dev.parley.rag.store;

import dev.parley.persistence.Cursor;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.Documents;
import dev.parley.rag.document.Shelves;
import dev.parley.rag.document.Tally;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An owner's vector stores. Blocks on the database; {@code STORE_UNAVAILABLE} when it can't be reached. */
@ApplicationScoped
public class VectorStores {

    /** What may be said of a store. {@code expiresDays} is null for never. */
    public record Terms(String name, String description, Map<String, String> metadata, Integer expiresDays) {}

    private static final System.Logger LOG = System.getLogger(VectorStores.class.getName());
    private static final Duration USE_IS_TOLD_EVERY = Duration.ofMinutes(1);
    private static final int TOGETHER = 100;

    private StoreSettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Documents documents;

    @Inject
    Shelves shelves;

    @Inject
    VirtualThreads threads;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = StoreSettings.read(settings);
    }

    /** @throws ApiException {@code BAD_REQUEST} when the owner has as many as one may */
    public VectorStore create(String owner, Terms terms) {
        if (commits.<Long>read(connection -> StoreTable.count(connection, owner)) >= rules.maxStores()) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "There are %d vector stores, the most allowed (parley.vector-stores.max); delete some."
                            .formatted(rules.maxStores()));
        }
        long now = clock.millis();
        var store = new VectorStore(
                Ids.next("vs"),
                owner,
                terms.name(),
                terms.description(),
                terms.metadata(),
                terms.expiresDays(),
                now,
                now);
        change(connection -> StoreTable.insert(connection, store));
        return store;
    }

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public VectorStore find(String owner, String id) {
        return commits.read(connection -> StoreTable.find(connection, owner, id))
                .orElseThrow(
                        () -> new ApiException(ErrorCode.NOT_FOUND, "There is no vector store '%s'.".formatted(id)));
    }

    /**
     * A store to put something into, or to look for something in; that counts as a use.
     *
     * @throws ApiException {@code NOT_FOUND}; {@code BAD_REQUEST} when it has expired
     */
    public VectorStore use(String owner, String id) {
        var store = find(owner, id);
        long now = clock.millis();
        if (store.isExpired(now)) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "The vector store '%s' has expired, %d days after its last use; create another one."
                            .formatted(id, store.expiresDays()));
        }
        if (now - store.activeAt() < USE_IS_TOLD_EVERY.toMillis()) {
            return store;
        }
        var used = store.usedAt(now);
        change(connection -> StoreTable.use(connection, used));
        return used;
    }

    /** A page of an owner's stores. */
    public Cursor.Page<VectorStore> page(String owner, Cursor cursor) {
        return cursor.page(commits.read(connection -> StoreTable.page(connection, owner, cursor)));
    }

    /** The same store on other terms; its description stays. */
    public VectorStore change(VectorStore store, Terms terms) {
        var changed = new VectorStore(
                store.id(),
                store.owner(),
                terms.name(),
                store.description(),
                terms.metadata(),
                terms.expiresDays(),
                store.createdAt(),
                clock.millis());
        change(connection -> StoreTable.update(connection, changed));
        return changed;
    }

    /** What is in each of some stores of one owner. */
    public Map<String, Tally> tallies(String owner, List<VectorStore> stores) {
        return shelves.tallies(owner, stores.stream().map(VectorStore::id).toList());
    }

    /** Removes a store. It is gone at once; its documents are removed in the background. Its files stay. */
    public void delete(String owner, String id) {
        var store = find(owner, id);
        change(connection -> StoreTable.markDeleted(connection, id, clock.millis()));
        threads.execute(() -> emptySoon(store));
    }

    private void emptySoon(VectorStore store) {
        try {
            empty(store);
        } catch (ApiException later) {
            LOG.log(System.Logger.Level.INFO, "A deleted vector store is emptied later: {0}", later.detail());
        }
    }

    /** Removes its documents. */
    void empty(VectorStore store) {
        for (var ids = shelves.some(store.owner(), store.id(), TOGETHER);
                !ids.isEmpty();
                ids = shelves.some(store.owner(), store.id(), TOGETHER)) {
            ids.forEach(id -> remove(store.owner(), id));
        }
    }

    private void remove(String owner, String document) {
        try {
            documents.delete(owner, document);
        } catch (ApiException gone) {
            if (gone.code() != ErrorCode.NOT_FOUND) {
                throw gone;
            }
        }
    }

    private void change(Change change) {
        commits.call(connection -> {
            change.in(connection);
            return null;
        });
    }

    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }
}
