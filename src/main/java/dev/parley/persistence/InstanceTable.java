package dev.parley.persistence;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The rows of {@link Instances}. Each method is one transaction. */
record InstanceTable(DataSource source) {

    /** Whether the database is in this process, so that no other can be in it. */
    boolean isEmbedded() throws SQLException {
        try (var connection = source.getConnection()) {
            var url = connection.getMetaData().getURL();
            return url != null
                    && url.startsWith("jdbc:h2:")
                    && !url.startsWith("jdbc:h2:tcp:")
                    && !url.startsWith("jdbc:h2:ssl:")
                    && !url.contains("AUTO_SERVER=TRUE");
        }
    }

    void clear() throws SQLException {
        update("delete from instances");
    }

    void enter(String id, long now) throws SQLException {
        update("insert into instances (id, started_at, beats) values (?, ?, 1)", id, now);
    }

    /** Counts up; a row that others have taken away comes back. */
    void renew(String id, long now) throws SQLException {
        if (update("update instances set beats = beats + 1 where id = ?", id) == 0) {
            enter(id, now);
        }
    }

    void remove(String id) throws SQLException {
        update("delete from instances where id = ?", id);
    }

    /** Removes an instance unless it has counted on since. */
    void remove(String id, long beats) throws SQLException {
        update("delete from instances where id = ? and beats = ?", id, beats);
    }

    /** The numbers of all instances but one. */
    Map<String, Long> beats(String own) throws SQLException {
        try (var connection = source.getConnection();
                var select = connection.prepareStatement("select id, beats from instances where id <> ?")) {
            select.setString(1, own);
            var beats = new HashMap<String, Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    beats.put(rows.getString(1), rows.getLong(2));
                }
            }
            return beats;
        }
    }

    private int update(String sql, Object... values) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
