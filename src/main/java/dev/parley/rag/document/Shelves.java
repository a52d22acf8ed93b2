package dev.parley.rag.document;

import dev.parley.persistence.Cursor;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is in collections. All methods block on the database and fail with {@code STORE_UNAVAILABLE} when it can't be reached. */
@ApplicationScoped
public class Shelves {

    @Inject
    Transactions database;

    @Inject
    DocumentStore store;

    /** A document, if it is in this collection. */
    public Optional<Held> find(String owner, String collection, String id) {
        return database.read(connection -> CollectionTable.find(connection, owner, collection, id));
    }

    /**
     * Documents of these states, in the order in which they came.
     *
     * @param ids of those that are wanted, null for all
     */
    public Cursor.Page<Held> page(
            String owner, String collection, Set<Document.Status> statuses, List<String> ids, Cursor cursor) {
        return cursor.page(database.read(
                connection -> CollectionTable.page(connection, owner, collection, statuses, ids, cursor)));
    }

    /** Documents that are said to come from {@code source}, whatever collection they are in. */
    public List<Document> ofSource(String owner, String source) {
        return database.read(connection -> CollectionTable.ofSource(connection, owner, source));
    }

    /** Ids of some of its documents, none when it is empty. */
    public List<String> some(String owner, String collection, int most) {
        return database.read(connection -> CollectionTable.ids(connection, owner, collection, most));
    }

    /** What is in each of these collections; one that is empty is absent. */
    public Map<String, Tally> tallies(String owner, List<String> collections) {
        return database.read(connection -> CollectionTable.tallies(connection, owner, collections));
    }

    /** What has become of some documents of a collection. */
    public Tally tally(String owner, String collection, List<String> ids) {
        return database.read(connection -> CollectionTable.tally(connection, owner, collection, ids));
    }

    /**
     * Gives a document other metadata, and the version on its way too.
     *
     * @param metadata a flat JSON object as text, null for none
     * @throws ApiException {@code NOT_FOUND} also when it is another's
     */
    public void describe(String owner, String id, String metadata) {
        store.find(owner, id);
        database.change(connection -> CollectionTable.describe(connection, owner, id, metadata));
    }

    /** What is searched of a document, in its order; nothing until a version is served. */
    public List<Passage> passages(Document document) {
        return document.version() == null ? List.of() : store.passages(document.version());
    }
}
