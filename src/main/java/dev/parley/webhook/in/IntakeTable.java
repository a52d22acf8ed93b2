package dev.parley.webhook.in;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on what came in. */
final class IntakeTable {

    private static final String COLUMNS = "i.id, i.source, i.delivery_id, i.request_id, i.traceparent, i.body, i.state,"
            + " i.attempts, i.run_id, i.error, i.answer, i.next_at, i.created_at";
    private static final String SELECT = "select " + COLUMNS + " from webhook_intake i";

    private IntakeTable() {}

    /** The id of what one of these names belongs to already. */
    static Optional<String> known(Connection connection, String source, List<String> names) throws SQLException {
        try (var select = connection.prepareStatement(
                "select intake_id from webhook_intake_names where source = ? and name = ?")) {
            for (var name : names) {
                select.setString(1, source);
                select.setString(2, name);
                try (var rows = select.executeQuery()) {
                    if (rows.next()) {
                        return Optional.of(rows.getString(1));
                    }
                }
            }
            return Optional.empty();
        }
    }

    static void insert(Connection connection, Received received, List<String> names) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into webhook_intake_names (source, name, intake_id, created_at) values (?, ?, ?, ?)")) {
            for (var name : names) {
                insert.setString(1, received.source());
                insert.setString(2, name);
                insert.setString(3, received.id());
                insert.setLong(4, received.createdAt());
                insert.executeUpdate();
            }
        }
        var sql = "insert into webhook_intake (id, source, delivery_id, request_id, traceparent, body, state, attempts,"
                + " next_at, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, received.id());
            insert.setString(2, received.source());
            insert.setString(3, received.deliveryId());
            insert.setString(4, received.requestId());
            insert.setString(5, received.traceparent());
            insert.setString(6, received.body());
            insert.setString(7, received.state());
            insert.setInt(8, received.attempts());
            insert.setLong(9, received.nextAt());
            insert.setLong(10, received.createdAt());
            insert.executeUpdate();
        }
    }

    static Optional<Received> find(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where i.id = ?")) {
            select.setString(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** Those of a source, the youngest first, those before {@code after} when it is not null. */
    static List<Received> page(Connection connection, String source, String after, int most) throws SQLException {
        var where = after == null
                ? " where i.source = ?"
                : " join webhook_intake a on a.id = ? where i.source = ?"
                        + " and (i.created_at < a.created_at or i.created_at = a.created_at and i.id < a.id)";
        try (var select = connection.prepareStatement(
                SELECT + where + " order by i.created_at desc, i.id desc fetch first ? rows only")) {
            int place = 1;
            if (after != null) {
                select.setString(place++, after);
            }
            select.setString(place++, source);
            select.setInt(place, most);
            return all(select);
        }
    }

    /** @return false when somebody else has written in the meantime; nothing is changed then */
    static boolean update(Connection connection, Received before, Received after) throws SQLException {
        var sql = "update webhook_intake set state = ?, attempts = ?, run_id = ?, error = ?, answer = ?, next_at = ?"
                + " where id = ? and state = ? and attempts = ? and coalesce(run_id, '') = ?";
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, after.state());
            update.setInt(2, after.attempts());
            update.setString(3, after.runId());
            update.setString(4, after.error());
            update.setString(5, after.answer());
            update.setLong(6, after.nextAt());
            update.setString(7, after.id());
            update.setString(8, before.state());
            update.setInt(9, before.attempts());
            update.setString(10, before.runId() == null ? "" : before.runId());
            return update.executeUpdate() == 1;
        }
    }

    /** Takes away what is over and came before {@code moment}, with its names. */
    static void removeBefore(Connection connection, long moment) throws SQLException {
        try (var delete =
                connection.prepareStatement("delete from webhook_intake where created_at < ? and state <> ?")) {
            delete.setLong(1, moment);
            delete.setString(2, Received.PENDING);
            delete.executeUpdate();
        }
        try (var delete = connection.prepareStatement("delete from webhook_intake_names where created_at < ?")) {
            delete.setLong(1, moment);
            delete.executeUpdate();
        }
    }

    private static List<Received> all(PreparedStatement select) throws SQLException {
        var all = new ArrayList<Received>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                all.add(received(rows));
            }
        }
        return all;
    }

    private static Received received(ResultSet row) throws SQLException {
        return new Received(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getLong(12),
                row.getLong(13));
    }
}
