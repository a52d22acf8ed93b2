package dev.parley.governance.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The questions to the ledger. */
final class UsageTable {

    /** A report of more lines is for a data warehouse. */
    private static final int MOST_LINES = 10_000;

    private UsageTable() {}

    static List<UsageWire.Sum> sums(Connection connection, UsageQuery query) throws SQLException {
        var where = query.where();
        var columns = query.groups().stream().map(Grouping::column).collect(Collectors.joining(", "));
        var grouped = columns.isEmpty() ? "" : " group by " + columns + " order by " + columns;
        var sql = "select count(*), sum(input_tokens), sum(output_tokens), sum(cached_tokens), sum(reasoning_tokens),"
                + " sum(cost), sum(case when cost is null then 1 else 0 end), sum(case when estimated then 1 else 0 end)"
                + (columns.isEmpty() ? "" : ", " + columns) + " from ledger where " + where.condition() + grouped
                + " fetch first " + MOST_LINES + " rows only";
        try (var select = connection.prepareStatement(sql)) {
            set(select, where.values());
            var sums = new ArrayList<UsageWire.Sum>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    sums.add(sum(rows, List.copyOf(query.groups())));
                }
            }
            return sums;
        }
    }

    private static UsageWire.Sum sum(ResultSet row, List<Grouping> groups) throws SQLException {
        return new UsageWire.Sum(
                group(row, groups, Grouping.KEY),
                group(row, groups, Grouping.TEAM),
                group(row, groups, Grouping.MODEL),
                group(row, groups, Grouping.ENDPOINT),
                group(row, groups, Grouping.DAY),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    private static String group(ResultSet row, List<Grouping> groups, Grouping wanted) throws SQLException {
        int place = groups.indexOf(wanted);
        return place < 0 ? null : row.getString(9 + place);
    }

    /** The latest first, those before the call {@code after} when it is not null. */
    static List<CallWire> calls(Connection connection, UsageQuery query, String after, int most) throws SQLException {
        var where = query.where();
        var before = after == null ? "" : " and (created_at, id) < (select created_at, id from ledger where id = ?)";
        var sql = "select id, request_id, key_id, key_name, team, operation, model, input_tokens, output_tokens,"
                + " cached_tokens, reasoning_tokens, cost, status, estimated, ttft_ms, duration_ms, created_at from ledger where "
                + where.condition() + before + " order by created_at desc, id desc fetch first ? rows only";
        try (var select = connection.prepareStatement(sql)) {
            int next = set(select, where.values());
            if (after != null) {
                select.setString(next++, after);
            }
            select.setInt(next, most);
            var calls = new ArrayList<CallWire>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    calls.add(CallWire.of(rows));
                }
            }
            return calls;
        }
    }

    private static int set(PreparedStatement select, List<Object> values) throws SQLException {
        int next = 1;
        for (var value : values) {
            select.setObject(next++, value);
        }
        return next;
    }
}
