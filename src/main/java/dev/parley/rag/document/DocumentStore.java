package dev.parley.rag.document;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/**
 * Documents and the passages that are served, in the database; what is on its way is in {@link Versions}. All methods block on it and fail
 * with {@code STORE_UNAVAILABLE} when it can't be reached.
 */
@ApplicationScoped
public class DocumentStore {

    @Inject
    Transactions database;

    @Inject
    Clock clock;

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public Document find(String owner, String id) {
        return database.read(connection -> DocumentTable.find(connection, owner, id))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND,
                        "There is no document '%s'; GET /rag/documents lists them.".formatted(id)));
    }

    /**
     * An owner's documents in the order of their ids.
     *
     * @param collection null for all
     * @param after the id to begin after, null for the beginning
     */
    public List<Document> page(String owner, String collection, String after, int limit) {
        return database.read(connection -> DocumentTable.page(connection, owner, collection, after, limit));
    }

    public List<CollectionCount> collections(String owner) {
        return database.read(connection -> DocumentTable.collections(connection, owner));
    }

    public List<Passage> passages(String version) {
        return database.read(connection -> PassageTable.of(connection, version));
    }

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public void delete(String owner, String id) {
        find(owner, id);
        database.change(connection -> {
            Versions.forget(connection, owner, id);
            var document = DocumentTable.find(connection, owner, id);
            if (document.isPresent() && document.get().version() != null) {
                PassageTable.delete(connection, document.get().version());
            }
            DocumentChanges.delete(connection, owner, id, clock.millis());
        });
    }

    /** Documents that changed after a number, in the order of their changes; deleted ones have no version. */
    public List<Document> changedAfter(long number, int limit) {
        return database.read(connection -> DocumentTable.changedAfter(connection, number, limit));
    }

    public long lastChange() {
        return database.read(DocumentChanges::last);
    }

    /** Of all owners: served documents whose vectors are not of {@code model}. */
    public List<Document> ofOtherModels(String model) {
        return database.read(connection -> DocumentTable.ofOtherModels(connection, model));
    }
}
