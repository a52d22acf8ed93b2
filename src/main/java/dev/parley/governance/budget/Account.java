package dev.parley.governance.budget;

import dev.parley.governance.Outlook;
import java.util.ArrayList;
import java.util.List;

/** What an owner has spent in this day, this month and in all, and reserved, in micro-dollars. */
public record Account(Owner owner, long daySpent, long monthSpent, long totalSpent, long reserved) {

    /** Every budget that the owner has, and whether {@code amount} more would pass. */
    public List<Outlook.Budget> budgets(long amount) {
        var budgets = new ArrayList<Outlook.Budget>(3);
        add(budgets, "day", owner.limits().perDay(), daySpent, amount);
        add(budgets, "month", owner.limits().perMonth(), monthSpent, amount);
        add(budgets, "total", owner.limits().total(), totalSpent, amount);
        return budgets;
    }

    private void add(List<Outlook.Budget> budgets, String period, Long limit, long spent, long amount) {
        if (limit != null) {
            budgets.add(new Outlook.Budget(
                    owner.scope(), owner.name(), period, limit, spent, reserved, spent + reserved + amount <= limit));
        }
    }
}
