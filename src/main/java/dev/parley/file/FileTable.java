package dev.parley.file;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of files. */
final class FileTable {

    private FileTable() {}

    static void insert(Connection connection, StoredFile file) throws SQLException {
        Rows.change(
                connection,
                "insert into files (id, owner, name, purpose, bytes, whole, created_at, expires_at)"
                        + " values (?, ?, ?, ?, 0, false, ?, ?)",
                file.id(),
                file.owner(),
                file.name(),
                file.purpose(),
                file.createdAt(),
                Rows.number(file.expiresAt()));
    }

    static void insertPiece(Connection connection, String file, long number, byte[] content) throws SQLException {
        Rows.change(
                connection,
                "insert into file_pieces (file_id, piece_no, content) values (?, ?, ?)",
                file,
                number,
                content);
    }

    static void complete(Connection connection, String id, long bytes) throws SQLException {
        Rows.change(connection, "update files set whole = true, bytes = ? where id = ?", bytes, id);
    }

    static Optional<StoredFile> find(Connection connection, String id) throws SQLException {
        return Rows.list(connection, FileTable::file, "select * from files where id = ? and whole = true", id).stream()
                .findFirst();
    }

    static List<StoredFile> list(Connection connection, String owner, String purpose, StoredFile last, int most)
            throws SQLException {
        var sql = new StringBuilder("select * from files where owner = ? and whole = true");
        var values = new ArrayList<Object>(List.of(owner));
        if (purpose != null) {
            sql.append(" and purpose = ?");
            values.add(purpose);
        }
        if (last != null) {
            sql.append(" and (created_at < ? or created_at = ? and id < ?)");
            values.addAll(List.of(last.createdAt(), last.createdAt(), last.id()));
        }
        sql.append(" order by created_at desc, id desc fetch first ")
                .append(most)
                .append(" rows only");
        return Rows.list(connection, FileTable::file, sql.toString(), values.toArray());
    }

    static Optional<byte[]> piece(Connection connection, String file, long number) throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getBytes(1),
                        "select content from file_pieces where file_id = ? and piece_no = ?",
                        file,
                        number)
                .stream()
                .findFirst();
    }

    /** Bytes of all files of an owner. */
    static long bytes(Connection connection, String owner) throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getLong(1),
                        "select coalesce(sum(bytes), 0) from files where owner = ?",
                        owner)
                .getFirst();
    }

    static List<StoredFile> expired(Connection connection, long now, long incompleteSince) throws SQLException {
        return Rows.list(
                connection,
                FileTable::file,
                "select * from files where expires_at < ? or whole = false and created_at < ?"
                        + " order by expires_at fetch first 20 rows only",
                now,
                incompleteSince);
    }

    static void delete(Connection connection, String id) throws SQLException {
        Rows.change(connection, "delete from file_pieces where file_id = ?", id);
        Rows.change(connection, "delete from files where id = ?", id);
    }

    private static StoredFile file(ResultSet row) throws SQLException {
        return new StoredFile(
                row.getString("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("purpose"),
                row.getLong("bytes"),
                row.getLong("created_at"),
                Rows.number(row, "expires_at"));
    }
}
