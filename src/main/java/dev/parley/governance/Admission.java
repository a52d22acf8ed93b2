package dev.parley.governance;

import dev.parley.governance.limit.Limits;
import dev.parley.observability.RequestContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Decides whether a call may be made, before a provider hears of it. */
@ApplicationScoped
public class Admission {

    @Inject
    Limits limits;

    /**
     * Reserves what {@code claim} may take at most. Blocks for as long as the database takes.
     *
     * @param answer gets the headers that tell the limits; on the request's thread
     * @throws dev.parley.problem.ApiException when it is refused; nothing is reserved then
     */
    public Permit admit(Caller caller, Claim claim, RequestContext answer) {
        var hold = limits.reserve(caller, claim, answer);
        return new Permit() {
            @Override
            public void settle(Settlement settlement) {
                hold.settle(settlement.model(), settlement.usage().total());
            }

            @Override
            public void release() {
                hold.release();
            }
        };
    }
}
