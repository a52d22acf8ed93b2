package dev.parley.governance.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The statements on open calls and on the ledger. */
final class LedgerTable {

    private static final String OPEN_COLUMNS = "id, instance, request_id, key_id, key_name, team, operation, model,"
            + " input_tokens, key_reserved, team_reserved, created_at";

    private LedgerTable() {}

    static void open(Connection connection, OpenCall call) throws SQLException {
        var sql = "insert into open_calls (" + OPEN_COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, call.id());
            insert.setString(2, call.instance());
            insert.setString(3, call.requestId());
            insert.setString(4, call.keyId());
            insert.setString(5, call.keyName());
            insert.setString(6, call.team());
            insert.setString(7, call.operation());
            insert.setString(8, call.model());
            insert.setLong(9, call.inputTokens());
            insert.setLong(10, call.keyReserved());
            insert.setLong(11, call.teamReserved());
            insert.setLong(12, call.createdAt());
            insert.executeUpdate();
        }
    }

    /** Writes what an open call has reserved by now. */
    static void raise(Connection connection, OpenCall call) throws SQLException {
        var sql = "update open_calls set key_reserved = ?, team_reserved = ? where id = ?";
        try (var update = connection.prepareStatement(sql)) {
            update.setLong(1, call.keyReserved());
            update.setLong(2, call.teamReserved());
            update.setString(3, call.id());
            update.executeUpdate();
        }
    }

    /** Whether a call is in the ledger. */
    static boolean isWritten(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("select 1 from ledger where id = ?")) {
            select.setString(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Takes an open call away, and says whether it was there. */
    static boolean take(Connection connection, String id) throws SQLException {
        try (var delete = connection.prepareStatement("delete from open_calls where id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    /** Names of processes that have calls open. */
    static List<String> instances(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select distinct instance from open_calls");
                var rows = select.executeQuery()) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    static List<OpenCall> openCalls(Connection connection, String instance) throws SQLException {
        var sql = "select " + OPEN_COLUMNS + " from open_calls where instance = ? order by created_at, id";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, instance);
            try (var rows = select.executeQuery()) {
                var calls = new ArrayList<OpenCall>();
                while (rows.next()) {
                    calls.add(openCall(rows));
                }
                return calls;
            }
        }
    }

    private static OpenCall openCall(ResultSet row) throws SQLException {
        return new OpenCall(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getInt(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12));
    }

    static void write(Connection connection, Entry entry) throws SQLException {
        var sql =
                "insert into ledger (id, request_id, key_id, key_name, team, operation, provider, model, input_tokens,"
                        + " output_tokens, cached_tokens, reasoning_tokens, cost, status, estimated, ttft_ms, duration_ms, created_at,"
                        + " spent_on) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        var call = entry.call();
        var usage = entry.usage();
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, call.id());
            insert.setString(2, call.requestId());
            insert.setString(3, call.keyId());
            insert.setString(4, call.keyName());
            insert.setString(5, call.team());
            insert.setString(6, call.operation());
            insert.setString(7, entry.provider());
            insert.setString(8, entry.model());
            insert.setLong(9, usage.input());
            insert.setLong(10, usage.output());
            insert.setLong(11, usage.cachedInput());
            insert.setLong(12, usage.reasoning());
            set(insert, 13, entry.cost());
            insert.setString(14, entry.status());
            insert.setBoolean(15, usage.estimated());
            set(insert, 16, entry.ttftMillis());
            insert.setLong(17, entry.durationMillis());
            insert.setLong(18, call.createdAt());
            insert.setString(19, day(call.createdAt()));
            insert.executeUpdate();
        }
    }

    /** The day in UTC, {@code 2026-11-23}. */
    static String day(long millis) {
        return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static void set(PreparedStatement statement, int column, Long value) throws SQLException {
        if (value == null) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, value);
        }
    }
}
