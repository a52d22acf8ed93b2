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

    @PostConstruct
    void configure() {
        mode = AuthMode.read(settings);
        adminKey = AdminKey.read(settings);
    }

    /** What is set wrong stops the start. */
    void onStart(@Observes Startup start) {
        // configured by now
    }

    /** @throws dev.parley.problem.ApiException {@code UNAUTHORIZED} */
    Caller of(HttpServletRequest request) {
        if (mode == AuthMode.OPEN) {
            return Caller.OPEN;
        }
        var credential = Credential.of(request);
        if (adminKey.matches(credential)) {
            return AdminKey.CALLER;
        }
        throw Credential.unauthorized("The key is not known here.");
    }
}
