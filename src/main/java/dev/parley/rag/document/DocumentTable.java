package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of {@code rag_documents}, as they are read. */
final class DocumentTable {

    static final String COLUMNS = "owner, id, collection, title, source, metadata, content_type, status, error_code,"
            + " error_detail, done, total, version, hash, recipe, model, characters, passages, changed, created_at, updated_at";
    private static final String SELECT = "select " + COLUMNS + " from rag_documents where ";

    private DocumentTable() {}

    static Optional<Document> find(Connection connection, String owner, String id) throws SQLException {
        return list(connection, "owner = ? and id = ? and status <> 'deleted'", owner, id).stream()
                .findFirst();
    }

    /** Those after an id in the order of ids, of a collection or of all where it is null. */
    static List<Document> page(Connection connection, String owner, String collection, String after, int limit)
            throws SQLException {
        var begin = after == null ? "" : after;
        var where = "owner = ? and status <> 'deleted' and id > ?" + (collection == null ? "" : " and collection = ?")
                + " order by id limit " + limit;
        return collection == null
                ? list(connection, where, owner, begin)
                : list(connection, where, owner, begin, collection);
    }

    /** Those with a higher number of change, in its order; deleted ones too. */
    static List<Document> changedAfter(Connection connection, long number, int limit) throws SQLException {
        return list(connection, "changed > ? order by changed limit " + limit, number);
    }

    /** A served version of the same bytes and recipe. */
    static Optional<Document> same(Connection connection, String owner, String hash, String recipe)
            throws SQLException {
        var where = "owner = ? and hash = ? and recipe = ? and version is not null limit 1";
        return list(connection, where, owner, hash, recipe).stream().findFirst();
    }

    /** Served documents whose vectors are not of {@code model}. */
    static List<Document> ofOtherModels(Connection connection, String model) throws SQLException {
        return list(connection, "version is not null and model <> ?", model);
    }

    static List<CollectionCount> collections(Connection connection, String owner) throws SQLException {
        return Rows.list(
                connection,
                row -> new CollectionCount(row.getString(1), row.getLong(2), row.getLong(3)),
                "select collection, count(*), sum(passages) from rag_documents where owner = ? and status <> 'deleted'"
                        + " group by collection order by collection",
                owner);
    }

    private static List<Document> list(Connection connection, String where, Object... values) throws SQLException {
        return Rows.list(connection, DocumentTable::read, SELECT + where, values);
    }

    static Document read(ResultSet row) throws SQLException {
        return new Document(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Document.Status.valueOf(row.getString(8).toUpperCase(Locale.ROOT)),
                row.getString(9),
                row.getString(10),
                row.getLong(11),
                row.getLong(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                row.getLong(17),
                row.getLong(18),
                row.getLong(19),
                row.getLong(20),
                row.getLong(21));
    }
}
