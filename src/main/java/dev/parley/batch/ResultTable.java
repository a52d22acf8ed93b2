package dev.parley.batch;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The rows of results: one for each item at most. */
final class ResultTable {

    private ResultTable() {}

    /** A result as it is shown. */
    record Line(long item, boolean failed, String text) {}

    static void insert(Connection connection, String batch, List<ItemResult> results) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into batch_results (batch_id, item_no, failed, line) values (?, ?, ?, ?)")) {
            for (var result : results) {
                insert.setString(1, batch);
                insert.setLong(2, result.item());
                insert.setBoolean(3, result.failed());
                insert.setString(4, result.line());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Those of {@code count} items from one on, in order. */
    static List<Line> lines(Connection connection, String batch, long from, int count) throws SQLException {
        return Rows.list(
                connection,
                row -> new Line(row.getLong(1), row.getBoolean(2), row.getString(3)),
                "select item_no, failed, line from batch_results where batch_id = ? and item_no >= ? and item_no < ?"
                        + " order by item_no",
                batch,
                from,
                from + count);
    }
}
