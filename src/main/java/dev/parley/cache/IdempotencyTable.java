package dev.parley.cache;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements on idempotency keys. */
final class IdempotencyTable {

    /** What a key has led to; {@code result} is null for a run. */
    record Row(String slot, String fingerprint, String runId, String result, long expiresAt) {}

    private IdempotencyTable() {}

    /** Claims a slot, unless it is taken: then whose it is. */
    static Row claim(Connection connection, Row wanted, long now) throws SQLException {
        try (var expired = connection.prepareStatement("delete from idempotency where slot = ? and expires_at <= ?")) {
            expired.setString(1, wanted.slot());
            expired.setLong(2, now);
            expired.executeUpdate();
        }
        var taken = find(connection, wanted.slot());
        if (taken == null) {
            insert(connection, wanted);
        }
        return taken;
    }

    private static void insert(Connection connection, Row row) throws SQLException {
        var sql = "insert into idempotency (slot, fingerprint, run_id, result, expires_at) values (?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, row.slot());
            insert.setString(2, row.fingerprint());
            insert.setString(3, row.runId());
            insert.setString(4, row.result());
            insert.setLong(5, row.expiresAt());
            insert.executeUpdate();
        }
    }

    private static Row find(Connection connection, String slot) throws SQLException {
        var sql = "select slot, fingerprint, run_id, result, expires_at from idempotency where slot = ?";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, slot);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new Row(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getLong(5))
                        : null;
            }
        }
    }

    static void keepResult(Connection connection, String slot, String result) throws SQLException {
        try (var update = connection.prepareStatement("update idempotency set result = ? where slot = ?")) {
            update.setString(1, result);
            update.setString(2, slot);
            update.executeUpdate();
        }
    }

    /** Frees a slot that this run has. */
    static void free(Connection connection, String slot, String runId) throws SQLException {
        try (var delete = connection.prepareStatement("delete from idempotency where slot = ? and run_id = ?")) {
            delete.setString(1, slot);
            delete.setString(2, runId);
            delete.executeUpdate();
        }
    }

    static void removeExpired(Connection connection, long now) throws SQLException {
        try (var delete = connection.prepareStatement("delete from idempotency where expires_at <= ?")) {
            delete.setLong(1, now);
            delete.executeUpdate();
        }
    }
}
