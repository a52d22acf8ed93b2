package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

/** Finds out who calls. */
@ApplicationScoped
class Authentication {

    private AuthMode mode;
    private AdminKey adminKey;

    @Inject
    Settings settings;

    @Inject
    KeyCheck keys;

    @Inject
    TokenCallers tokens;

    @Inject
    Tickets tickets;

    @PostConstruct
    void configure() {
        mode = AuthMode.read(settings);
        adminKey = AdminKey.read(settings);
    }

    /** What is set wrong stops the start. */
    void onStart(@Observes Startup start) {
        if (mode == AuthMode.OPEN) {
            Loopback.demandEndpoints();
        }
    }

    /**
     * What holds for open paths too.
     *
     * @throws dev.parley.problem.ApiException {@code FORBIDDEN} when a server without keys is called from elsewhere
     */
    void demandReachable(HttpServletRequest request) {
        if (mode == AuthMode.OPEN) {
            Loopback.demand(request.getLocalAddr());
        }
    }

    /** @throws dev.parley.problem.ApiException {@code UNAUTHORIZED}, {@code FORBIDDEN}, {@code STORE_UNAVAILABLE} */
    Caller of(HttpServletRequest request) {
        demandReachable(request);
        if (mode == AuthMode.OPEN) {
            return Caller.OPEN;
        }
        var ticket = Credential.ticket(request);
        if (ticket.isPresent()) {
            return tickets.redeem(ticket.get());
        }
        var credential = Credential.of(request);
        if (adminKey.matches(credential)) {
            return AdminKey.CALLER;
        }
        if (tokens.take(credential)) {
            return tokens.callerWith(credential);
        }
        return keys.callerWith(KeyText.of(credential).orElseThrow(Credential::unknown));
    }
}
