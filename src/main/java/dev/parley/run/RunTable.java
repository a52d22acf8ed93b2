package dev.parley.run;

import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements for stored runs, each in the transaction of its caller. */
final class RunTable {

    /** What is written of a run as a whole; {@code outcome} and {@code tail} are null while it runs. By {@code endsBy} its time is over. */
    record Row(
            RunSpec spec,
            String model,
            String instance,
            long expiresAt,
            long endsBy,
            String state,
            String outcome,
            int tailFrom,
            String tail) {}

    private RunTable() {}

    static void insert(Connection connection, Row row) throws SQLException {
        var spec = row.spec();
        update(
                connection,
                "insert into runs (id, owner, request_id, operation, asked, model, instance, continues, created_at,"
                        + " expires_at, ends_by, state, outcome, tail_from, tail) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                spec.id(),
                spec.owner(),
                spec.requestId(),
                spec.operation(),
                spec.model(),
                row.model(),
                row.instance(),
                spec.continues(),
                spec.createdAt(),
                row.expiresAt(),
                row.endsBy(),
                row.state(),
                row.outcome(),
                row.tailFrom(),
                row.tail());
    }

    /** Writes how a run ended, whether its row is there or not. */
    static void end(Connection connection, Row row) throws SQLException {
        int there = update(
                connection,
                "update runs set model = ?, expires_at = ?, state = ?, outcome = ?, tail_from = ?, tail = ? where id = ?",
                row.model(),
                row.expiresAt(),
                row.state(),
                row.outcome(),
                row.tailFrom(),
                row.tail(),
                row.spec().id());
        if (there == 0) {
            insert(connection, row);
        }
    }

    static void answeredBy(Connection connection, String id, String model) throws SQLException {
        update(connection, "update runs set model = ? where id = ?", model, id);
    }

    static void addChunk(Connection connection, String id, int firstEntry, String entries) throws SQLException {
        update(
                connection,
                "insert into run_chunks (run_id, first_entry, entries) values (?, ?, ?)",
                id,
                firstEntry,
                entries);
    }

    /** Takes away what a write whose end is unknown may have left. */
    static void remove(Connection connection, String id, int fromEntry) throws SQLException {
        update(connection, "delete from run_chunks where run_id = ? and first_entry >= ?", id, fromEntry);
        update(connection, "delete from runs where id = ?", id);
    }

    static void removeExpired(Connection connection, long now) throws SQLException {
        update(connection, "delete from run_chunks where run_id in (select id from runs where expires_at <= ?)", now);
        update(connection, "delete from runs where expires_at <= ?", now);
        update(
                connection,
                "delete from run_cancels where created_at <= ?",
                now - Duration.ofHours(1).toMillis());
    }

    static Optional<StoredRun> find(Connection connection, String id, long now) throws SQLException {
        try (var select = prepared(connection, "select * from runs where id = ? and expires_at > ?", id, now);
                var rows = select.executeQuery()) {
            return rows.next() ? Optional.of(run(rows, now)) : Optional.empty();
        }
    }

    private static StoredRun run(ResultSet row, long now) throws SQLException {
        var spec = new RunSpec(
                row.getString("id"),
                row.getString("request_id"),
                row.getString("owner"),
                row.getString("operation"),
                row.getString("asked"),
                null,
                row.getLong("created_at"),
                row.getBoolean("continues"),
                Deadline.after(Duration.ofMillis(row.getLong("ends_by") - now), Ticker.SYSTEM));
        var outcome = row.getString("outcome");
        return new StoredRun(
                spec,
                row.getString("model"),
                row.getString("instance"),
                outcome == null ? null : OutcomeText.read(outcome),
                (int) row.getLong("tail_from"),
                row.getString("tail"));
    }

    /** The texts of the chunks whose first entry is {@code from} or later, and earlier than {@code before}, in order. */
    static List<String> chunks(Connection connection, String id, int from, int before) throws SQLException {
        try (var select = prepared(
                        connection,
                        "select entries from run_chunks where run_id = ? and first_entry >= ? and first_entry < ?"
                                + " order by first_entry",
                        id,
                        from,
                        before);
                var rows = select.executeQuery()) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** Asks an instance to stop a run; without effect when it was asked before. */
    static void askToCancel(Connection connection, String id, String instance, long now) throws SQLException {
        update(connection, "delete from run_cancels where run_id = ?", id);
        update(
                connection,
                "insert into run_cancels (run_id, instance, created_at) values (?, ?, ?)",
                id,
                instance,
                now);
    }

    /** The runs that an instance was asked to stop. */
    static List<String> cancels(Connection connection, String instance) throws SQLException {
        try (var select = prepared(connection, "select run_id from run_cancels where instance = ?", instance);
                var rows = select.executeQuery()) {
            var ids = new ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    static int removeCancel(Connection connection, String id) throws SQLException {
        return update(connection, "delete from run_cancels where run_id = ?", id);
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setString(i + 1, null);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
        return statement;
    }
}
