package dev.parley.governance.usage;

import dev.parley.governance.Caller;
import dev.parley.governance.Outlook;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /usage}: what the caller itself may still spend. */
@Path("/usage")
@ApplicationScoped
@Tag(name = "Usage")
public class StandingResource {

    /** In micro-dollars; budgets that are not limited are left out. */
    @Schema(name = "Standing")
    record Standing(String key, String team, List<Outlook.Budget> budgets) {}

    @Inject
    BudgetOutlook outlook;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What this key and its team have spent and reserved of their budgets")
    public Standing standing(@Context HttpServletRequest request) {
        var caller = Caller.of(request);
        var budgets = outlook.accounts(caller).stream()
                .flatMap(account -> account.budgets(0).stream())
                .toList();
        return new Standing(
                caller.id(), caller.team() == null ? null : caller.team().name(), budgets);
    }
}
