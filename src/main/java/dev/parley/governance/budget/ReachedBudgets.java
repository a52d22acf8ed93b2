package dev.parley.governance.budget;

import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.http.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Announces that a budget is reached, once per owner and period: when what is spent comes to the limit, or when the first call is refused
 * that the whole budget would have borne. The second is the rule, because a call whose worst case does not fit any more is refused before the
 * last micro-dollar is spent. Of the budget in all, a changed limit begins anew.
 */
@ApplicationScoped
public class ReachedBudgets {

    /** One budget of an owner, and the column that says for which period (or limit) its end was told. */
    private record Mark(String period, Long limit, long spent, String column, long value) {

        /** What a call of {@code amount} can't have any more, although it could have had it of the whole. */
        boolean isReached(long amount) {
            return limit != null && amount <= limit && spent + amount > limit;
        }
    }

    @Inject
    Announcements announcements;

    /** After owners have spent; in the transaction that writes so. */
    public void spent(Connection connection, List<Owner> owners, Instant now) throws SQLException {
        if (!announcements.isWanted(EventType.BUDGET_REACHED)) {
            return;
        }
        for (var owner : owners) {
            if (!owner.limits().isUnlimited()) {
                tell(connection, Budgets.look(connection, owner, Today.at(now)), 1, now, "spent");
            }
        }
    }

    /** When a call of {@code amount} was refused; in the transaction that found so. */
    public void refused(Connection connection, Account account, long amount, Instant now) throws SQLException {
        if (announcements.isWanted(EventType.BUDGET_REACHED)) {
            tell(connection, account, amount, now, "refused");
        }
    }

    private void tell(Connection connection, Account account, long amount, Instant now, String why)
            throws SQLException {
        for (var mark : marks(account, Today.at(now))) {
            if (mark.isReached(amount) && set(connection, account.owner(), mark)) {
                announcements.announce(connection, announcement(account.owner(), mark, now, why));
            }
        }
    }

    private static List<Mark> marks(Account account, Today today) {
        var limits = account.owner().limits();
        long total = limits.total() == null ? 0 : limits.total();
        return List.of(
                new Mark("day", limits.perDay(), account.daySpent(), "day_reached", today.day()),
                new Mark("month", limits.perMonth(), account.monthSpent(), "month_reached", today.month()),
                new Mark("total", limits.total(), account.totalSpent(), "total_reached", total));
    }

    /** @return whether it was not told yet: of two who find out at once, one hears so */
    private static boolean set(Connection connection, Owner owner, Mark mark) throws SQLException {
        var sql = "update budgets set %1$s = ? where owner = ? and %1$s <> ?".formatted(mark.column());
        try (var update = connection.prepareStatement(sql)) {
            update.setLong(1, mark.value());
            update.setString(2, owner.row());
            update.setLong(3, mark.value());
            return update.executeUpdate() == 1;
        }
    }

    private static Announcement announcement(Owner owner, Mark mark, Instant now, String why) {
        var data = Json.MAPPER
                .createObjectNode()
                .put("scope", owner.scope())
                .put("period", mark.period())
                .put("limit_micro_dollars", mark.limit())
                .put("spent_micro_dollars", mark.spent())
                .put("because", why);
        return Announcement.of(
                EventType.BUDGET_REACHED, owner.caller(), owner.name(), Json.text(data), now.toEpochMilli());
    }
}
