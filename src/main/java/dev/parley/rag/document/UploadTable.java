package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of {@code rag_uploads} and their files, which lie there in pieces. */
final class UploadTable {

    /** H2 takes at most a megabyte in one value. */
    private static final int PIECE = 512 << 10;

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
        try (var select = DocumentTable.prepare(
                        connection,
                        "select " + COLUMNS + ", instance from rag_uploads where not_before <= ?"
                                + " order by not_before, created_at, version limit " + limit,
                        now);
                var rows = select.executeQuery()) {
            var due = new ArrayList<Due>();
            while (rows.next()) {
                due.add(new Due(read(rows), rows.getString(19)));
            }
            return due;
        }
    }

    /** Takes a row over from {@code before}; false when somebody else has been faster. */
    static boolean take(Connection connection, String version, String before, String instance) throws SQLException {
        return before == null
                ? DocumentTable.update(
                                connection,
                                "update rag_uploads set instance = ?, attempts = attempts + 1 where version = ? and instance is null",
                                instance,
                                version)
                        > 0
                : DocumentTable.update(
                                connection,
                                "update rag_uploads set instance = ?, attempts = attempts + 1 where version = ? and instance = ?",
                                instance,
                                version,
                                before)
                        > 0;
    }

    static void putBack(Connection connection, String version, long notBefore, boolean counts) throws SQLException {
        DocumentTable.update(
                connection,
                "update rag_uploads set instance = null, not_before = ?, attempts = attempts - ? where version = ?",
                notBefore,
                counts ? 0 : 1,
                version);
    }

    /** Removes a version's row and file; false when it was gone. */
    static boolean remove(Connection connection, String version) throws SQLException {
        DocumentTable.update(connection, "delete from rag_upload_chunks where version = ?", version);
        return DocumentTable.update(connection, "delete from rag_uploads where version = ?", version) > 0;
    }

    static List<String> versions(Connection connection, String owner, String document) throws SQLException {
        try (var select = DocumentTable.prepare(
                        connection,
                        "select version from rag_uploads where owner = ? and document = ?",
                        owner,
                        document);
                var rows = select.executeQuery()) {
            var versions = new ArrayList<String>();
            while (rows.next()) {
                versions.add(rows.getString(1));
            }
            return versions;
        }
    }

    static long waiting(Connection connection, String owner) throws SQLException {
        try (var select = DocumentTable.prepare(connection, "select count(*) from rag_uploads where owner = ?", owner);
                var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static boolean anyAgain(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select 1 from rag_uploads where again is not null limit 1");
                var row = select.executeQuery()) {
            return row.next();
        }
    }

    static void write(Connection connection, String version, InputStream file) throws SQLException, IOException {
        try (var insert = connection.prepareStatement(
                "insert into rag_upload_chunks (version, number, bytes) values (?, ?, ?)")) {
            var piece = new byte[PIECE];
            int number = 0;
            for (int read; (read = file.readNBytes(piece, 0, PIECE)) > 0; number++) {
                insert.setString(1, version);
                insert.setLong(2, number);
                insert.setBytes(3, read == PIECE ? piece.clone() : Arrays.copyOf(piece, read));
                insert.executeUpdate();
            }
        }
    }

    static void read(Connection connection, String version, OutputStream file) throws SQLException, IOException {
        for (long number = 0; ; number++) {
            try (var select = DocumentTable.prepare(
                            connection,
                            "select bytes from rag_upload_chunks where version = ? and number = ?",
                            version,
                            number);
                    var row = select.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                file.write(row.getBytes(1));
            }
        }
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
