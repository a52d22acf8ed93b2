package dev.parley.agent;

import dev.parley.llm.ApprovalReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The statements about approvals, each in the transaction of its caller. */
final class ApprovalTable {

    private ApprovalTable() {}

    static void insert(Connection connection, ApprovalRow row) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into approvals (id, owner, run_id, call_id, tool, arguments, reason, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.owner());
            insert.setString(3, row.runId());
            insert.setString(4, row.callId());
            insert.setString(5, row.tool());
            insert.setString(6, row.arguments());
            insert.setString(7, row.reason().name());
            insert.setLong(8, row.createdAt());
            insert.setLong(9, row.expiresAt());
            insert.executeUpdate();
        }
    }

    static Optional<ApprovalRow> find(Connection connection, String id, String owner) throws SQLException {
        try (var select = connection.prepareStatement("select * from approvals where id = ? and owner = ?")) {
            select.setString(1, id);
            select.setString(2, owner);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(row(rows)) : Optional.empty();
            }
        }
    }

    private static ApprovalRow row(ResultSet row) throws SQLException {
        boolean approve = row.getBoolean("approve");
        var decision = row.wasNull() ? null : (Boolean) approve;
        return new ApprovalRow(
                row.getString("id"),
                row.getString("owner"),
                row.getString("run_id"),
                row.getString("call_id"),
                row.getString("tool"),
                row.getString("arguments"),
                ApprovalReason.valueOf(row.getString("reason")),
                row.getLong("created_at"),
                row.getLong("expires_at"),
                decision,
                row.getString("said"),
                row.getString("used_by"));
    }

    /** Decides it, once and in time: 0 when it is too late for that. */
    static int decide(Connection connection, String id, String owner, boolean approve, String said, long now)
            throws SQLException {
        try (var update =
                connection.prepareStatement("update approvals set approve = ?, said = ?, decided_at = ? where id = ?"
                        + " and owner = ? and approve is null and expires_at > ?")) {
            update.setBoolean(1, approve);
            update.setString(2, said);
            update.setLong(3, now);
            update.setString(4, id);
            update.setString(5, owner);
            update.setLong(6, now);
            return update.executeUpdate();
        }
    }

    /** Has a decision obeyed by one run and no other, and taken if it was not before: 0 when another run obeys, or it was another one. */
    static int use(Connection connection, ApprovalRow row, String runId, long now) throws SQLException {
        try (var update = connection.prepareStatement(
                "update approvals set used_by = ?, approve = ?, said = ?, decided_at = coalesce(decided_at, ?)"
                        + " where id = ? and used_by is null and (approve is null or approve = ?)")) {
            update.setString(1, runId);
            update.setBoolean(2, row.approve());
            update.setString(3, row.said());
            update.setLong(4, now);
            update.setString(5, row.id());
            update.setBoolean(6, row.approve());
            return update.executeUpdate();
        }
    }

    static int removeOlder(Connection connection, long expiredBefore) throws SQLException {
        try (var delete = connection.prepareStatement("delete from approvals where expires_at < ?")) {
            delete.setLong(1, expiredBefore);
            return delete.executeUpdate();
        }
    }
}
