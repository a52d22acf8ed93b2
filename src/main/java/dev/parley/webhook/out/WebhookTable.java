package dev.parley.webhook.out;

import dev.parley.event.EventType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements on webhooks. */
final class WebhookTable {

    private static final String SELECT = "select id, url, description, events, secret, previous_secret, previous_until,"
            + " disabled_because, created_at from webhooks";

    private WebhookTable() {}

    static Optional<Webhook> find(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where id = ?")) {
            select.setString(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** As {@link #find}, and nobody else changes it until the transaction ends. */
    static Optional<Webhook> lock(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where id = ? for update")) {
            select.setString(1, id);
            return all(select).stream().findFirst();
        }
    }

    /** The youngest first. There are few. */
    static List<Webhook> all(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " order by created_at desc, id desc")) {
            return all(select);
        }
    }

    static void insert(Connection connection, Webhook webhook) throws SQLException {
        var sql = "insert into webhooks (url, description, events, secret, previous_secret, previous_until,"
                + " disabled_because, created_at, id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            set(insert, webhook);
            insert.executeUpdate();
        }
    }

    static void update(Connection connection, Webhook webhook) throws SQLException {
        var sql = "update webhooks set url = ?, description = ?, events = ?, secret = ?, previous_secret = ?,"
                + " previous_until = ?, disabled_because = ?, created_at = ? where id = ?";
        try (var update = connection.prepareStatement(sql)) {
            set(update, webhook);
            update.executeUpdate();
        }
    }

    static boolean remove(Connection connection, String id) throws SQLException {
        try (var delete = connection.prepareStatement("delete from webhooks where id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }

    private static void set(PreparedStatement statement, Webhook webhook) throws SQLException {
        statement.setString(1, webhook.url());
        statement.setString(2, webhook.description());
        statement.setString(
                3, webhook.events().stream().map(EventType::wireName).sorted().collect(Collectors.joining("\n")));
        statement.setString(4, webhook.secret());
        statement.setString(5, webhook.previousSecret());
        statement.setLong(6, webhook.previousUntil());
        statement.setString(7, webhook.disabledBecause());
        statement.setLong(8, webhook.createdAt());
        statement.setString(9, webhook.id());
    }

    private static List<Webhook> all(PreparedStatement select) throws SQLException {
        var webhooks = new ArrayList<Webhook>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                webhooks.add(webhook(rows));
            }
        }
        return webhooks;
    }

    private static Webhook webhook(ResultSet row) throws SQLException {
        return new Webhook(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                events(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getLong(7),
                row.getString(8),
                row.getLong(9));
    }

    /** Names of a newer server are left out. */
    private static Set<EventType> events(String names) {
        return names.lines().flatMap(name -> EventType.of(name).stream()).collect(Collectors.toUnmodifiableSet());
    }
}
