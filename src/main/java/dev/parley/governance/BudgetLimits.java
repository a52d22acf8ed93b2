package dev.parley.governance;

/** Micro-dollars that may be spent in a calendar day and month (UTC) and in all; null for no limit. */
public record BudgetLimits(Long perDay, Long perMonth, Long total) {

    public static final BudgetLimits UNLIMITED = new BudgetLimits(null, null, null);

    public boolean isUnlimited() {
        return perDay == null && perMonth == null && total == null;
    }
}
