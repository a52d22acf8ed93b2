package dev.parley.event;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Who wants to hear of what. */
final class SubscriptionTable {

    private SubscriptionTable() {}

    /** Those that anybody wants; names of a newer server are left out. */
    static List<EventType> types(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select distinct type from event_subscriptions");
                var rows = select.executeQuery()) {
            var types = new ArrayList<EventType>();
            while (rows.next()) {
                EventType.of(rows.getString(1)).ifPresent(types::add);
            }
            return types;
        }
    }

    static List<String> subscribers(Connection connection, EventType type) throws SQLException {
        try (var select =
                connection.prepareStatement("select subscriber from event_subscriptions where type = ? order by 1")) {
            select.setString(1, type.wireName());
            try (var rows = select.executeQuery()) {
                var subscribers = new ArrayList<String>();
                while (rows.next()) {
                    subscribers.add(rows.getString(1));
                }
                return subscribers;
            }
        }
    }

    static void remove(Connection connection, String subscriber) throws SQLException {
        try (var delete = connection.prepareStatement("delete from event_subscriptions where subscriber = ?")) {
            delete.setString(1, subscriber);
            delete.executeUpdate();
        }
    }

    static void insert(Connection connection, String subscriber, EventType type) throws SQLException {
        try (var insert =
                connection.prepareStatement("insert into event_subscriptions (subscriber, type) values (?, ?)")) {
            insert.setString(1, subscriber);
            insert.setString(2, type.wireName());
            insert.executeUpdate();
        }
    }
}
