package dev.parley.governance.key;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The statements on what administrators did. Nothing is ever changed here. */
final class AuditTable {

    private AuditTable() {}

    static void insert(Connection connection, AuditEntry entry) throws SQLException {
        var sql = "insert into admin_audit (id, happened_at, actor, action, target, request_id, outcome)"
                + " values (?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, entry.id());
            insert.setLong(2, entry.happenedAt());
            insert.setString(3, entry.actor());
            insert.setString(4, entry.action());
            insert.setString(5, entry.target());
            insert.setString(6, entry.requestId());
            insert.setString(7, entry.outcome());
            insert.executeUpdate();
        }
    }

    /** The latest first, those before the entry {@code after} when it is not null. */
    static List<AuditEntry> page(Connection connection, String after, int most) throws SQLException {
        var before = after == null
                ? ""
                : " join admin_audit b on b.id = ? where a.happened_at < b.happened_at or a.happened_at = b.happened_at and a.id < b.id";
        var sql = "select a.id, a.happened_at, a.actor, a.action, a.target, a.request_id, a.outcome from admin_audit a"
                + before + " order by a.happened_at desc, a.id desc fetch first ? rows only";
        try (var select = connection.prepareStatement(sql)) {
            if (after != null) {
                select.setString(1, after);
            }
            select.setInt(after == null ? 1 : 2, most);
            var entries = new ArrayList<AuditEntry>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new AuditEntry(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7)));
                }
            }
            return entries;
        }
    }
}
