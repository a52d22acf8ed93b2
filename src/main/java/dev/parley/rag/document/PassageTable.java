package dev.parley.rag.document;

import dev.parley.persistence.Rows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The rows of {@code rag_passages}. Vectors are floats in little-endian bytes. */
final class PassageTable {

    private PassageTable() {}

    static void insert(Connection connection, String version, List<Passage> passages) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into rag_passages (version, number, begins, ends, heading, text, vector)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")) {
            for (var passage : passages) {
                insert.setString(1, version);
                insert.setLong(2, passage.number());
                insert.setLong(3, passage.begin());
                insert.setLong(4, passage.end());
                insert.setString(5, passage.heading());
                insert.setString(6, passage.text());
                if (passage.vector() == null) {
                    insert.setNull(7, Types.BINARY);
                } else {
                    insert.setBytes(7, bytes(passage.vector()));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<Passage> of(Connection connection, String version) throws SQLException {
        return Rows.list(
                connection,
                row -> new Passage(
                        (int) row.getLong(1),
                        (int) row.getLong(2),
                        (int) row.getLong(3),
                        row.getString(4),
                        row.getString(5),
                        floats(row.getBytes(6))),
                "select number, begins, ends, heading, text, vector from rag_passages where version = ? order by number",
                version);
    }

    static long count(Connection connection, String version) throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getLong(1),
                        "select count(*) from rag_passages where version = ?",
                        version)
                .getFirst();
    }

    static void copy(Connection connection, String from, String to) throws SQLException {
        delete(connection, to);
        Rows.change(
                connection,
                "insert into rag_passages (version, number, begins, ends, heading, text, vector)"
                        + " select cast(? as varchar(64)), number, begins, ends, heading, text, vector from rag_passages where version = ?",
                to,
                from);
    }

    static void delete(Connection connection, String version) throws SQLException {
        Rows.change(connection, "delete from rag_passages where version = ?", version);
    }

    /** Those of versions that nobody serves and nobody makes. */
    static void deleteOrphans(Connection connection) throws SQLException {
        Rows.change(
                connection,
                "delete from rag_passages where version not in (select version from rag_documents where version is not null)"
                        + " and version not in (select version from rag_uploads)");
    }

    private static byte[] bytes(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
