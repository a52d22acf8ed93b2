package dev.parley.governance.budget;

import dev.parley.governance.Outlook;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The statements on what is spent and reserved. Each belongs into the transaction of whoever calls. */
public final class Budgets {

    private static final String ROLL = """
            update budgets set
              day_spent = case when day_number < ? then 0 else day_spent end, day_number = case when day_number < ? then ? else day_number end,
              month_spent = case when month_number < ? then 0 else month_spent end, month_number = case when month_number < ? then ? else month_number end,
            """;

    private static final String RESERVE = ROLL + """
              reserved = reserved + ?
            where owner = ?
              and case when day_number < ? then 0 else day_spent end + reserved + ? <= ?
              and case when month_number < ? then 0 else month_spent end + reserved + ? <= ?
              and total_spent + reserved + ? <= ?
            """;

    private static final String SETTLE = """
            update budgets set
              day_spent = case when day_number < ? then 0 else day_spent end + ?, day_number = case when day_number < ? then ? else day_number end,
              month_spent = case when month_number < ? then 0 else month_spent end + ?, month_number = case when month_number < ? then ? else month_number end,
              total_spent = total_spent + ?, reserved = reserved - ?
            where owner = ?
            """;

    private Budgets() {}

    /**
     * Reserves {@code amount} of every owner with a budget, or of none.
     *
     * @return the owner whose budget does not bear it, empty when all do
     */
    public static Optional<Owner> reserve(Connection connection, List<Owner> owners, long amount, Today today)
            throws SQLException {
        for (int i = 0; i < owners.size(); i++) {
            if (!reserve(connection, owners.get(i), amount, today)) {
                release(connection, owners.subList(0, i), amount);
                return Optional.of(owners.get(i));
            }
        }
        return Optional.empty();
    }

    private static boolean reserve(Connection connection, Owner owner, long amount, Today today) throws SQLException {
        if (owner.limits().isUnlimited()) {
            return true;
        }
        return tryReserve(connection, owner, amount, today)
                || begin(connection, owner, today) && tryReserve(connection, owner, amount, today);
    }

    private static boolean tryReserve(Connection connection, Owner owner, long amount, Today today)
            throws SQLException {
        try (var update = connection.prepareStatement(RESERVE)) {
            int next = roll(update, today);
            update.setLong(next++, amount);
            update.setString(next++, owner.row());
            next = fits(update, next, today.day(), amount, owner.limits().perDay());
            next = fits(update, next, today.month(), amount, owner.limits().perMonth());
            update.setLong(next++, amount);
            update.setLong(next, limit(owner.limits().total()));
            return update.executeUpdate() == 1;
        }
    }

    private static int roll(PreparedStatement update, Today today) throws SQLException {
        int next = 1;
        for (int i = 0; i < 3; i++) {
            update.setLong(next++, today.day());
        }
        for (int i = 0; i < 3; i++) {
            update.setLong(next++, today.month());
        }
        return next;
    }

    private static int fits(PreparedStatement update, int first, long period, long amount, Long limit)
            throws SQLException {
        update.setLong(first, period);
        update.setLong(first + 1, amount);
        update.setLong(first + 2, limit(limit));
        return first + 3;
    }

    private static long limit(Long limit) {
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /** Makes the owner's row if there is none, and says whether it has. */
    private static boolean begin(Connection connection, Owner owner, Today today) throws SQLException {
        var sql = "insert into budgets (owner, day_number, day_spent, month_number, month_spent, total_spent, reserved)"
                + " select ?, ?, 0, ?, 0, 0, 0 where not exists (select 1 from budgets where owner = ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, owner.row());
            insert.setLong(2, today.day());
            insert.setLong(3, today.month());
            insert.setString(4, owner.row());
            return insert.executeUpdate() == 1;
        }
    }

    /** Gives back {@code amount} of what every owner with a budget has reserved. */
    public static void release(Connection connection, List<Owner> owners, long amount) throws SQLException {
        for (var owner : owners) {
            if (!owner.limits().isUnlimited()) {
                try (var update =
                        connection.prepareStatement("update budgets set reserved = reserved - ? where owner = ?")) {
                    update.setLong(1, amount);
                    update.setString(2, owner.row());
                    update.executeUpdate();
                }
            }
        }
    }

    /**
     * Turns what each owner has reserved for a call into what it has spent on it.
     *
     * @param reserved what each of them has reserved; by the limits of the moment of admission
     * @param cost 0 when it has no price
     */
    public static void settle(Connection connection, List<Reserved> reserved, long cost, Today today)
            throws SQLException {
        for (var each : reserved) {
            if (cost == 0 && each.amount() == 0) {
                continue;
            }
            if (!settle(connection, each, cost, today) && begin(connection, each.owner(), today)) {
                settle(connection, each, cost, today);
            }
        }
    }

    private static boolean settle(Connection connection, Reserved each, long cost, Today today) throws SQLException {
        try (var update = connection.prepareStatement(SETTLE)) {
            update.setLong(1, today.day());
            update.setLong(2, cost);
            update.setLong(3, today.day());
            update.setLong(4, today.day());
            update.setLong(5, today.month());
            update.setLong(6, cost);
            update.setLong(7, today.month());
            update.setLong(8, today.month());
            update.setLong(9, cost);
            update.setLong(10, each.amount());
            update.setString(11, each.owner().row());
            return update.executeUpdate() == 1;
        }
    }

    /** How much of an owner's budget a call holds. */
    public record Reserved(Owner owner, long amount) {}

    /** Where an owner stands. */
    public static Account look(Connection connection, Owner owner, Today today) throws SQLException {
        var sql =
                "select case when day_number < ? then 0 else day_spent end, case when month_number < ? then 0 else month_spent end,"
                        + " total_spent, reserved from budgets where owner = ?";
        try (var select = connection.prepareStatement(sql)) {
            select.setLong(1, today.day());
            select.setLong(2, today.month());
            select.setString(3, owner.row());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new Account(owner, rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4))
                        : new Account(owner, 0, 0, 0, 0);
            }
        }
    }

    /** The refusal that names the budget and what stands against it. */
    public static ApiException exceeded(Account account, long amount) {
        var full = account.budgets(amount).stream()
                .filter(budget -> !budget.passes())
                .findFirst();
        var detail = full.map(budget -> told(budget, amount))
                .orElse("The budget was spent a moment ago by another call; try again with a smaller max_tokens.");
        return new ApiException(ErrorCode.BUDGET_EXCEEDED, detail);
    }

    private static String told(Outlook.Budget budget, long amount) {
        return "This call may cost %d micro-dollars, and of the %s's budget of %d per %s %d are spent and %d reserved. Ask for fewer tokens (max_tokens), wait for the next period, or have the budget raised."
                .formatted(amount, budget.scope(), budget.limit(), budget.period(), budget.spent(), budget.reserved());
    }
}
