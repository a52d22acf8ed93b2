package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** The rows of {@code rag_upload_chunks}: uploaded files, in pieces. */
final class UploadChunks {

    /** H2 takes at most a megabyte in one value. */
    private static final int PIECE = 512 << 10;

    private UploadChunks() {}

    static void write(Connection connection, String version, InputStream file) throws SQLException, IOException {
        var piece = new byte[PIECE];
        int number = 0;
        for (int read; (read = file.readNBytes(piece, 0, PIECE)) > 0; number++) {
            Rows.change(
                    connection,
                    "insert into rag_upload_chunks (version, number, bytes) values (?, ?, ?)",
                    version,
                    number,
                    Arrays.copyOf(piece, read));
        }
    }

    static void read(Connection connection, String version, OutputStream file) throws SQLException, IOException {
        long number = 0;
        for (var piece = piece(connection, version, number); !piece.isEmpty(); number++) {
            file.write(piece.getFirst());
            piece = piece(connection, version, number + 1);
        }
    }

    private static List<byte[]> piece(Connection connection, String version, long number) throws SQLException {
        return Rows.list(
                connection,
                row -> row.getBytes(1),
                "select bytes from rag_upload_chunks where version = ? and number = ?",
                version,
                number);
    }

    static void remove(Connection connection, String version) throws SQLException {
        Rows.change(connection, "delete from rag_upload_chunks where version = ?", version);
    }
}
