package dev.parley.governance.key;

import dev.parley.governance.Team;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A team as administrators see it. */
@Schema(name = "Team")
record TeamWire(String name, LimitsWire limits, BudgetWire budget) {

    static TeamWire of(Team team) {
        return new TeamWire(team.name(), LimitsWire.of(team.rates()), BudgetWire.of(team.budget()));
    }
}
