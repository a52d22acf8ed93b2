package dev.parley.governance;

import dev.parley.governance.limit.Limits;
import dev.parley.governance.usage.Ledger;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Decides whether a call may be made, before a provider hears of it. */
@ApplicationScoped
public class Admission {

    @Inject
    Limits limits;

    @Inject
    Ledger ledger;

    @Inject
    Outlook outlook;

    /**
     * Reserves what {@code claim} may take at most. Blocks for as long as the database takes.
     *
     * @param answer gets the headers that tell the limits; on the request's thread
     * @throws dev.parley.problem.ApiException when it is refused; nothing is reserved then
     */
    public Permit admit(Caller caller, Claim claim, RequestContext answer) {
        var hold = limits.reserve(caller, claim, answer);
        try {
            return new Permit(hold, ledger.open(caller, claim));
        } catch (ApiException refused) {
            hold.release();
            throw refused;
        }
    }

    /**
     * What {@link #admit} would say to so many calls at once. Reserves nothing.
     *
     * @param calls equal ones, each with {@code claim}
     */
    public Assessment assess(Caller caller, Claim claim, int calls) {
        var standings = limits.look(caller, claim, calls);
        var costs = outlook.of(caller, claim.times(calls));
        return new Assessment(standings, costs, Limits.refusal(standings).orElse(costs.refusal()));
    }
}
