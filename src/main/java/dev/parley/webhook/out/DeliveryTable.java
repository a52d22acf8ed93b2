package dev.parley.webhook.out;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on deliveries. */
final class DeliveryTable {

    private static final String SELECT =
            "select d.id, d.webhook_id, d.type, d.body, d.state, d.attempts, d.status, d.error,"
                    + " d.attempted_at, d.next_at, d.created_at from webhook_deliveries d";

    private DeliveryTable() {}

    static void insert(Connection connection, Delivery delivery) throws SQLException {
        var sql = "insert into webhook_deliveries (id, webhook_id, type, body, state, attempts, status, error,"
                + " attempted_at, next_at, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, delivery.id());
            insert.setString(2, delivery.webhook());
            insert.setString(3, delivery.type());
            insert.setString(4, delivery.body());
            insert.setString(5, delivery.state());
            insert.setInt(6, delivery.attempts());
            insert.setInt(7, delivery.status());
            insert.setString(8, delivery.error());
            insert.setLong(9, delivery.attemptedAt());
            insert.setLong(10, delivery.nextAt());
            insert.setLong(11, delivery.createdAt());
            insert.executeUpdate();
        }
    }

    static Optional<Delivery> find(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where d.id = ?")) {
            select.setString(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** Those of a webhook, the youngest first, those before the delivery {@code after} when it is not null. */
    static List<Delivery> page(Connection connection, String webhook, String after, int most) throws SQLException {
        var where = after == null
                ? " where d.webhook_id = ?"
                : " join webhook_deliveries a on a.id = ? where d.webhook_id = ?"
                        + " and (d.created_at < a.created_at or d.created_at = a.created_at and d.id < a.id)";
        try (var select = connection.prepareStatement(
                SELECT + where + " order by d.created_at desc, d.id desc fetch first ? rows only")) {
            int place = 1;
            if (after != null) {
                select.setString(place++, after);
            }
            select.setString(place++, webhook);
            select.setInt(place, most);
            return all(select);
        }
    }

    /**
     * Writes what came of an attempt.
     *
     * @param before what the attempt was made of
     * @return false when somebody else has written in the meantime; nothing is changed then
     */
    static boolean update(Connection connection, Delivery before, Delivery after) throws SQLException {
        var sql = "update webhook_deliveries set state = ?, attempts = ?, status = ?, error = ?, attempted_at = ?,"
                + " next_at = ? where id = ? and state = ? and attempts = ?";
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, after.state());
            update.setInt(2, after.attempts());
            update.setInt(3, after.status());
            update.setString(4, after.error());
            update.setLong(5, after.attemptedAt());
            update.setLong(6, after.nextAt());
            update.setString(7, after.id());
            update.setString(8, before.state());
            update.setInt(9, before.attempts());
            return update.executeUpdate() == 1;
        }
    }

    static void removeOf(Connection connection, String webhook) throws SQLException {
        try (var delete = connection.prepareStatement("delete from webhook_deliveries where webhook_id = ?")) {
            delete.setString(1, webhook);
            delete.executeUpdate();
        }
    }

    /** Takes away what is over and was created before {@code moment}. */
    static int removeBefore(Connection connection, long moment) throws SQLException {
        try (var delete =
                connection.prepareStatement("delete from webhook_deliveries where created_at < ? and state <> ?")) {
            delete.setLong(1, moment);
            delete.setString(2, Delivery.PENDING);
            return delete.executeUpdate();
        }
    }

    private static List<Delivery> all(PreparedStatement select) throws SQLException {
        var deliveries = new ArrayList<Delivery>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                deliveries.add(delivery(rows));
            }
        }
        return deliveries;
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getInt(7),
                row.getString(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11));
    }
}
