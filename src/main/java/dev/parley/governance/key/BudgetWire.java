package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.BudgetLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What may be spent, in millionths of a dollar. */
@Schema(
        name = "Budget",
        description = "millionths of a dollar in a calendar day and month (UTC) and in all; absent or null is no limit")
record BudgetWire(
        @JsonProperty("per_day_micro_dollars") @Min(0) @Max(BudgetWire.MOST) Long perDay,

        @JsonProperty("per_month_micro_dollars") @Min(0) @Max(BudgetWire.MOST) Long perMonth,

        @JsonProperty("total_micro_dollars") @Min(0) @Max(BudgetWire.MOST) Long total) {

    /** A billion dollars: sums of such stay far from the end of a long. */
    static final long MOST = 1_000_000_000_000_000L;

    static BudgetWire of(BudgetLimits budget) {
        return new BudgetWire(budget.perDay(), budget.perMonth(), budget.total());
    }

    static BudgetLimits limits(BudgetWire given) {
        return given == null ? BudgetLimits.UNLIMITED : new BudgetLimits(given.perDay, given.perMonth, given.total);
    }
}
