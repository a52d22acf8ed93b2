package dev.parley.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements in a line each. */
public final class Rows {

    @FunctionalInterface
    public interface Reader<T> {
        T of(ResultSet row) throws SQLException;
    }

    private Rows() {}

    /** @return how many rows were changed */
    public static int change(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    public static <T> List<T> list(Connection connection, Reader<T> reader, String sql, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            set(statement, values);
            try (var rows = statement.executeQuery()) {
                var found = new ArrayList<T>();
                while (rows.next()) {
                    found.add(reader.of(rows));
                }
                return found;
            }
        }
    }

    private static void set(java.sql.PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> statement.setString(i + 1, null);
                case NullNumber none -> statement.setNull(i + 1, java.sql.Types.BIGINT);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                default -> statement.setObject(i + 1, values[i]);
            }
        }
    }

    /** A number that may be null: databases want to know of what type nothing is. */
    public static Object number(Long value) {
        return value == null ? NullNumber.NONE : value;
    }

    private enum NullNumber {
        NONE
    }

    public static Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }
}
