package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** What becomes of the rows of {@code rag_documents}, and the numbers of those changes that searches can see. */
final class DocumentChanges {

    private static final int LONGEST_DETAIL = 1_000;

    private DocumentChanges() {}

    /** Says that a new version has come. Its own values hold once it is served; for a new document they are shown at once. */
    static void announce(Connection connection, Upload upload) throws SQLException {
        int known = Rows.change(
                connection,
                "update rag_documents set status = 'queued', error_code = null, error_detail = null, done = 0, total = 0,"
                        + " updated_at = ? where owner = ? and id = ? and status <> 'deleted'",
                upload.createdAt(),
                upload.owner(),
                upload.document());
        if (known == 0) {
            insert(connection, upload);
        }
    }

    private static void insert(Connection connection, Upload upload) throws SQLException {
        Rows.change(
                connection, "delete from rag_documents where owner = ? and id = ?", upload.owner(), upload.document());
        Rows.change(
                connection,
                "insert into rag_documents (owner, id, collection, title, source, metadata, content_type, status, done, total,"
                        + " characters, passages, changed, created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, 'queued', 0, 0, 0, 0, 0, ?, ?)",
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

    static void progress(Connection connection, Upload upload, Document.Status status, long done, long total)
            throws SQLException {
        Rows.change(
                connection,
                "update rag_documents set status = ?, done = ?, total = ? where owner = ? and id = ? and exists"
                        + " (select 1 from rag_uploads where version = ?)",
                status.name().toLowerCase(Locale.ROOT),
                done,
                total,
                upload.owner(),
                upload.document(),
                upload.version());
    }

    static void fail(Connection connection, Upload upload, String code, String detail, long now) throws SQLException {
        Rows.change(
                connection,
                "update rag_documents set status = 'failed', error_code = ?, error_detail = ?, updated_at = ?"
                        + " where owner = ? and id = ?",
                code,
                detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL),
                now,
                upload.owner(),
                upload.document());
    }

    static void serve(Connection connection, Upload upload, Served served, long now) throws SQLException {
        Rows.change(
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
                next(connection),
                now,
                upload.owner(),
                upload.document());
    }

    /** Leaves a row that tells servers to forget the document. */
    static void delete(Connection connection, String owner, String id, long now) throws SQLException {
        Rows.change(
                connection,
                "update rag_documents set status = 'deleted', title = null, source = null, metadata = null, version = null,"
                        + " hash = null, passages = 0, characters = 0, changed = ?, updated_at = ?"
                        + " where owner = ? and id = ? and status <> 'deleted'",
                next(connection),
                now,
                owner,
                id);
    }

    /** Locks out other changes until this transaction ends; to be called last in it. */
    static long next(Connection connection) throws SQLException {
        Rows.change(connection, "update rag_changes set last = last + 1 where id = 1");
        return last(connection);
    }

    /** The number of the last change. */
    static long last(Connection connection) throws SQLException {
        return Rows.list(connection, row -> row.getLong(1), "select last from rag_changes where id = 1")
                .getFirst();
    }
}
