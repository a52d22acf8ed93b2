package dev.parley.event;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Announcements that nobody has taken yet. */
final class OutboxTable {

    private OutboxTable() {}

    static void insert(Connection connection, Announcement announcement) throws SQLException {
        var sql = "insert into announcements (id, type, owner, subject, data, created_at) values (?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, announcement.id());
            insert.setString(2, announcement.type().wireName());
            insert.setString(3, announcement.owner());
            insert.setString(4, announcement.subject());
            insert.setString(5, announcement.data());
            insert.setLong(6, announcement.createdAt());
            insert.executeUpdate();
        }
    }

    /** The eldest first; those of a newer server are left to it. */
    static List<Announcement> eldest(Connection connection, int most) throws SQLException {
        var sql = "select id, type, owner, subject, data, created_at from announcements"
                + " order by created_at, id fetch first ? rows only";
        try (var select = connection.prepareStatement(sql)) {
            select.setInt(1, most);
            try (var rows = select.executeQuery()) {
                var waiting = new ArrayList<Announcement>();
                while (rows.next()) {
                    var type = EventType.of(rows.getString(2));
                    if (type.isPresent()) {
                        waiting.add(announcement(rows, type.get()));
                    }
                }
                return waiting;
            }
        }
    }

    private static Announcement announcement(ResultSet row, EventType type) throws SQLException {
        return new Announcement(
                row.getString(1), type, row.getString(3), row.getString(4), row.getString(5), row.getLong(6));
    }

    /** @return whether it was there: of two who remove it at once, one hears so */
    static boolean remove(Connection connection, String id) throws SQLException {
        try (var delete = connection.prepareStatement("delete from announcements where id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate() == 1;
        }
    }
}
