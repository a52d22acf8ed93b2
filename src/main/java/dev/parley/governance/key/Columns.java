package dev.parley.governance.key;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Rates;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** The six columns that keys and teams are limited by, in the order of the tables. */
final class Columns {

    static final int LIMITS = 6;

    private Columns() {}

    /** The list for a select, of the table {@code alias}. */
    static String limits(String alias) {
        return "%1$s.requests_per_minute, %1$s.tokens_per_minute, %1$s.concurrent_runs, %1$s.per_day_micro_dollars, %1$s.per_month_micro_dollars, %1$s.total_micro_dollars"
                .formatted(alias);
    }

    static Rates rates(ResultSet row, int first) throws SQLException {
        return new Rates(whole(row, first), whole(row, first + 1), whole(row, first + 2));
    }

    static BudgetLimits budget(ResultSet row, int first) throws SQLException {
        return new BudgetLimits(number(row, first + 3), number(row, first + 4), number(row, first + 5));
    }

    static void set(PreparedStatement statement, int first, Rates rates, BudgetLimits budget) throws SQLException {
        set(statement, first, rates.requestsPerMinute());
        set(statement, first + 1, rates.tokensPerMinute());
        set(statement, first + 2, rates.concurrentRuns());
        set(statement, first + 3, budget.perDay());
        set(statement, first + 4, budget.perMonth());
        set(statement, first + 5, budget.total());
    }

    /** Null becomes NULL. */
    static void set(PreparedStatement statement, int column, Number value) throws SQLException {
        if (value == null) {
            statement.setNull(column, Types.BIGINT);
        } else {
            statement.setLong(column, value.longValue());
        }
    }

    /** NULL becomes null. */
    static Long number(ResultSet row, int column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Integer whole(ResultSet row, int column) throws SQLException {
        var value = number(row, column);
        return value == null ? null : Math.toIntExact(value);
    }
}
