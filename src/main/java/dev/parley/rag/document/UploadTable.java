package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The rows of {@code rag_uploads}: versions that are to be made. */
final class UploadTable {

    private static final String COLUMNS =
            "version, owner, document, collection, title, source, metadata, content_type, file_name, hash,"
                    + " bytes, again, caller, team, attempts, created_at, passage_tokens, passage_overlap";

    /** A row, and who makes it; null for nobody. */
    record Due(Upload upload, String instance) {}

    private UploadTable() {}

    static void insert(Connection connection, Upload upload) throws SQLException {
        Rows.change(
                connection,
                "insert into rag_uploads (" + COLUMNS
                        + ", not_before) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, 0)",
                upload.version(),
                upload.owner(),
                upload.document(),
                upload.collection(),
                upload.title(),
                upload.source(),
                upload.metadata(),
                upload.contentType(),
                upload.fileName(),
                upload.hash(),
                upload.bytes(),
                upload.again(),
                upload.caller(),
                upload.team(),
                upload.createdAt(),
                Rows.number(upload.size() == null ? null : (long) upload.size().tokens()),
                Rows.number(upload.size() == null ? null : (long) upload.size().overlap()));
    }

    /** Those whose time has come, the oldest first. */
    static List<Due> due(Connection connection, long now, int limit) throws SQLException {
        return Rows.list(
                connection,
                row -> new Due(read(row), row.getString("instance")),
                "select " + COLUMNS + ", instance from rag_uploads where not_before <= ?"
                        + " order by not_before, created_at, version limit " + limit,
                now);
    }

    /** Takes a row over from {@code before}; false when somebody else has been faster. */
    static boolean take(Connection connection, String version, String before, String instance) throws SQLException {
        var take = "update rag_uploads set instance = ?, attempts = attempts + 1 where version = ? and instance ";
        int taken = before == null
                ? Rows.change(connection, take + "is null", instance, version)
                : Rows.change(connection, take + "= ?", instance, version, before);
        return taken > 0;
    }

    static void putBack(Connection connection, String version, long notBefore, boolean counts) throws SQLException {
        Rows.change(
                connection,
                "update rag_uploads set instance = null, not_before = ?, attempts = attempts - ? where version = ?",
                notBefore,
                counts ? 0 : 1,
                version);
    }

    /** Removes a version's row and file; false when it was gone. */
    static boolean remove(Connection connection, String version) throws SQLException {
        UploadChunks.remove(connection, version);
        return Rows.change(connection, "delete from rag_uploads where version = ?", version) > 0;
    }

    static List<String> versions(Connection connection, String owner, String document) throws SQLException {
        return Rows.list(
                connection,
                row -> row.getString(1),
                "select version from rag_uploads where owner = ? and document = ?",
                owner,
                document);
    }

    static long waiting(Connection connection, String owner) throws SQLException {
        return Rows.list(connection, row -> row.getLong(1), "select count(*) from rag_uploads where owner = ?", owner)
                .getFirst();
    }

    static boolean anyAgain(Connection connection) throws SQLException {
        return !Rows.list(connection, row -> row.getInt(1), "select 1 from rag_uploads where again is not null limit 1")
                .isEmpty();
    }

    private static Upload read(ResultSet row) throws SQLException {
        return new Upload(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getLong(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                (int) row.getLong(15),
                row.getLong(16),
                CollectionTable.size(Rows.number(row, "passage_tokens"), Rows.number(row, "passage_overlap")));
    }
}
