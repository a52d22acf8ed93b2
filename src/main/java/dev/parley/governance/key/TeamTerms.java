package dev.parley.governance.key;

import dev.parley.governance.Team;
import jakarta.validation.Valid;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What an administrator says about a team. */
@Schema(name = "TeamTerms")
record TeamTerms(@Valid LimitsWire limits, @Valid BudgetWire budget) {

    Team team(String name) {
        return new Team(name, LimitsWire.rates(limits), BudgetWire.limits(budget));
    }
}
