package dev.parley.rag.document;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rows of {@code rag_documents}. */
final class DocumentTable {

    static final String COLUMNS = "owner, id, collection, title, source, metadata, content_type, status, error_code,"
            + " error_detail, done, total, version, hash, recipe, model, characters, passages, changed, created_at, updated_at";

    private DocumentTable() {}

    static Optional<Document> find(Connection connection, String owner, String id) throws SQLException {
        return list(connection, "owner = ? and id = ? and status <> 'deleted'", owner, id).stream()
                .findFirst();
    }

    /** Those after an id in the order of ids, of a collection or of all where it is null. */
    static List<Document> page(Connection connection, String owner, String collection, String after, int limit)
            throws SQLException {
        var where = "owner = ? and status <> 'deleted' and id > ?" + (collection == null ? "" : " and collection = ?")
                + " order by id limit " + limit;
        return collection == null
                ? list(connection, where, owner, after == null ? "" : after)
                : list(connection, where, owner, after == null ? "" : after, collection);
    }

    /** Those with a higher number of change, in its order; deleted ones too. */
    static List<Document> changedAfter(Connection connection, long number, int limit) throws SQLException {
        return list(connection, "changed > ? order by changed limit " + limit, number);
    }

    /** A served version of the same bytes and recipe. */
    static Optional<Document> same(Connection connection, String owner, String hash, String recipe)
            throws SQLException {
        return list(
                        connection,
                        "owner = ? and hash = ? and recipe = ? and version is not null limit 1",
                        owner,
                        hash,
                        recipe)
                .stream()
                .findFirst();
    }

    /** Served documents whose vectors are not of {@code model}. */
    static List<Document> ofOtherModels(Connection connection, String model) throws SQLException {
        return list(connection, "version is not null and model <> ?", model);
    }

    static List<CollectionCount> collections(Connection connection, String owner) throws SQLException {
        try (var select = prepare(
                        connection,
                        "select collection, count(*), sum(passages) from rag_documents where owner = ? and status <> 'deleted'"
                                + " group by collection order by collection",
                        owner);
                var rows = select.executeQuery()) {
            var counts = new ArrayList<CollectionCount>();
            while (rows.next()) {
                counts.add(new CollectionCount(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
            return counts;
        }
    }

    /** Says that a new version has come. Its own values hold once it is served; for a new document they are shown at once. */
    static void announce(Connection connection, Upload upload) throws SQLException {
        int known = update(
                connection,
                "update rag_documents set status = 'queued', error_code = null, error_detail = null, done = 0, total = 0,"
                        + " updated_at = ? where owner = ? and id = ? and status <> 'deleted'",
                upload.createdAt(),
                upload.owner(),
                upload.document());
        if (known == 0) {
            update(
                    connection,
                    "delete from rag_documents where owner = ? and id = ?",
                    upload.owner(),
                    upload.document());
            update(
                    connection,
                    "insert into rag_documents (" + COLUMNS
                            + ") values (?, ?, ?, ?, ?, ?, ?, 'queued', null, null, 0, 0, null, null, null, null, 0, 0, 0, ?, ?)",
                    upload.owner(),
                    upload.document(),
                    upload.collection(),
                    upload.title(),
                    upload.source(),
                    upload.metadata(),
                    upload.contentType(),
                    upload.createdAt(),
                    upload.createdAt());
            CollectionTable.measure(connection, upload, 0);
        }
    }

    static void progress(Connection connection, Upload upload, Document.Status status, long done, long total)
            throws SQLException {
        update(
                connection,
                "update rag_documents set status = ?, done = ?, total = ? where owner = ? and id = ? and exists"
                        + " (select 1 from rag_uploads where version = ?)",
                name(status),
                done,
                total,
                upload.owner(),
                upload.document(),
                upload.version());
    }

    static void fail(Connection connection, Upload upload, String code, String detail, long now) throws SQLException {
        update(
                connection,
                "update rag_documents set status = 'failed', error_code = ?, error_detail = ?, updated_at = ?"
                        + " where owner = ? and id = ?",
                code,
                detail.length() <= 1_000 ? detail : detail.substring(0, 1_000),
                now,
                upload.owner(),
                upload.document());
    }

    static void serve(Connection connection, Upload upload, Served served, long now) throws SQLException {
        update(
                connection,
                "update rag_documents set collection = ?, title = ?, source = ?, metadata = ?, content_type = ?, status = 'ready',"
                        + " error_code = null, error_detail = null, done = ?, total = ?, version = ?, hash = ?, recipe = ?, model = ?,"
                        + " characters = ?, passages = ?, changed = ?, updated_at = ? where owner = ? and id = ?",
                upload.collection(),
                upload.title(),
                upload.source(),
                upload.metadata(),
                upload.contentType(),
                served.passages(),
                served.passages(),
                upload.version(),
                upload.hash(),
                served.recipe(),
                served.model(),
                served.characters(),
                served.passages(),
                nextChange(connection),
                now,
                upload.owner(),
                upload.document());
    }

    /** Leaves a row that tells servers to forget the document. */
    static boolean delete(Connection connection, String owner, String id, long now) throws SQLException {
        return update(
                        connection,
                        "update rag_documents set status = 'deleted', title = null, source = null, metadata = null, version = null,"
                                + " hash = null, passages = 0, characters = 0, changed = ?, updated_at = ?"
                                + " where owner = ? and id = ? and status <> 'deleted'",
                        nextChange(connection),
                        now,
                        owner,
                        id)
                > 0;
    }

    /** Locks out other changes until this transaction ends; to be called last in it. */
    static long nextChange(Connection connection) throws SQLException {
        update(connection, "update rag_changes set last = last + 1 where id = 1");
        return lastChange(connection);
    }

    static long lastChange(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select last from rag_changes where id = 1");
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static List<Document> list(Connection connection, String where, Object... values) throws SQLException {
        try (var select = prepare(connection, "select " + COLUMNS + " from rag_documents where " + where, values);
                var rows = select.executeQuery()) {
            var documents = new ArrayList<Document>();
            while (rows.next()) {
                documents.add(read(rows));
            }
            return documents;
        }
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

    static String name(Document.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setNull(i + 1, java.sql.Types.VARCHAR);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }
}
