package dev.parley.rag.document;

import dev.parley.persistence.Cursor;
import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows of {@code rag_documents} as those of collections. */
final class CollectionTable {

    private static final String COLUMNS = DocumentTable.COLUMNS + ", bytes, passage_tokens, passage_overlap";

    private CollectionTable() {}

    static Optional<Held> find(Connection connection, String owner, String collection, String id) throws SQLException {
        return Rows.list(
                        connection,
                        CollectionTable::held,
                        "select " + COLUMNS + " from rag_documents where owner = ? and id = ? and collection = ?"
                                + " and status <> 'deleted'",
                        owner,
                        id,
                        collection)
                .stream()
                .findFirst();
    }

    /**
     * @param statuses those that are wanted
     * @param ids of those that are wanted, null for all
     */
    static List<Held> page(
            Connection connection,
            String owner,
            String collection,
            Set<Document.Status> statuses,
            List<String> ids,
            Cursor cursor)
            throws SQLException {
        var names = statuses.stream().map(CollectionTable::name).sorted().toList();
        var values = new ArrayList<Object>(List.of(owner, collection));
        values.addAll(names);
        values.addAll(ids == null ? List.of() : ids);
        return Rows.list(
                connection,
                CollectionTable::held,
                "select " + COLUMNS + " from rag_documents where owner = ? and collection = ? and status in ("
                        + marks(names.size()) + ")"
                        + (ids == null ? "" : " and id in (" + marks(ids.size()) + ")") + cursor.sql(),
                cursor.values(values.toArray()));
    }

    /** Those that are said to come from {@code source}. */
    static List<Document> ofSource(Connection connection, String owner, String source) throws SQLException {
        return Rows.list(
                connection,
                DocumentTable::read,
                "select " + DocumentTable.COLUMNS + " from rag_documents where owner = ? and source = ?"
                        + " and status <> 'deleted'",
                owner,
                source);
    }

    static List<String> ids(Connection connection, String owner, String collection, int most) throws SQLException {
        return Rows.list(
                connection,
                row -> row.getString(1),
                "select id from rag_documents where owner = ? and collection = ? and status <> 'deleted' limit " + most,
                owner,
                collection);
    }

    /** A collection that is empty is absent. */
    static Map<String, Tally> tallies(Connection connection, String owner, List<String> collections)
            throws SQLException {
        if (collections.isEmpty()) {
            return Map.of();
        }
        var values = new ArrayList<Object>(List.of(owner));
        values.addAll(collections);
        var tallies = new HashMap<String, Tally>();
        Rows.list(
                connection,
                row -> tallies.merge(
                        row.getString(1),
                        Tally.of(status(row.getString(2)), row.getLong(3), row.getLong(4)),
                        Tally::plus),
                "select collection, status, count(*), sum(bytes) from rag_documents where owner = ? and collection in ("
                        + marks(collections.size()) + ") and status <> 'deleted' group by collection, status",
                values.toArray());
        return tallies;
    }

    static Tally tally(Connection connection, String owner, String collection, List<String> ids) throws SQLException {
        var values = new ArrayList<Object>(List.of(owner, collection));
        values.addAll(ids);
        return Rows.list(
                        connection,
                        row -> Tally.of(status(row.getString(1)), row.getLong(2), row.getLong(3)),
                        "select status, count(*), sum(bytes) from rag_documents where owner = ? and collection = ? and id in ("
                                + marks(ids.size()) + ") and status <> 'deleted' group by status",
                        values.toArray())
                .stream()
                .reduce(Tally.NOTHING, Tally::plus);
    }

    /** Gives a document other metadata, the version on its way too; last in a transaction. */
    static void describe(Connection connection, String owner, String id, String metadata) throws SQLException {
        Rows.change(
                connection,
                "update rag_uploads set metadata = ? where owner = ? and document = ?",
                metadata,
                owner,
                id);
        Rows.change(
                connection,
                "update rag_documents set metadata = ?, changed = ? where owner = ? and id = ? and status <> 'deleted'",
                metadata,
                DocumentChanges.next(connection),
                owner,
                id);
    }

    /** Writes down what a version was made of. */
    static void measure(Connection connection, Upload upload, long bytes) throws SQLException {
        var size = upload.size();
        Rows.change(
                connection,
                "update rag_documents set bytes = ?, passage_tokens = ?, passage_overlap = ? where owner = ? and id = ?",
                bytes,
                Rows.number(size == null ? null : (long) size.tokens()),
                Rows.number(size == null ? null : (long) size.overlap()),
                upload.owner(),
                upload.document());
    }

    private static String name(Document.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static Document.Status status(String name) {
        return Document.Status.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                DocumentTable.read(row),
                row.getLong("bytes"),
                size(Rows.number(row, "passage_tokens"), Rows.number(row, "passage_overlap")));
    }

    /** Null where there is none. */
    static PassageSize size(Long tokens, Long overlap) {
        return tokens == null || overlap == null ? null : new PassageSize(tokens.intValue(), overlap.intValue());
    }
}
