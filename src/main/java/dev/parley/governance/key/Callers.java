package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Finds callers again who are not there any more: for work that outlives the request that asked for it. What they may do is what they
 * may do now, not what they might when they asked. Blocks for the database, like every request with a key.
 */
@ApplicationScoped
public class Callers {

    private AuthMode mode;
    private AdminKey adminKey;

    @Inject
    Settings settings;

    @Inject
    KeyCheck keys;

    @Inject
    TokenCallers tokens;

    @PostConstruct
    void configure() {
        mode = AuthMode.read(settings);
        adminKey = AdminKey.read(settings);
    }

    /**
     * A caller that the configuration names and that has no key: it may generate, with the limits and the budget of its team.
     *
     * @param id for the ledger and the log; must not begin as a key's does
     * @throws dev.parley.problem.ApiException {@code FORBIDDEN} when there is no such team; {@code STORE_UNAVAILABLE}
     */
    public Caller of(String id, String team) {
        return tokens.again(id, team);
    }

    /**
     * The caller who was {@link Caller#id()} then. One who came with a token is taken at the word of that time, because there is nothing
     * here to look up, but with the limits and the budget that the team has now.
     *
     * @param team the name of the team then, null for none
     * @throws dev.parley.problem.ApiException {@code UNAUTHORIZED} when the key was revoked, has expired, or is not known any more;
     *     {@code FORBIDDEN} when a token's team is gone; {@code STORE_UNAVAILABLE}
     */
    public Caller again(String id, String team) {
        if (keys.isKey(id)) {
            return keys.again(id);
        }
        if (tokens.isToken(id)) {
            return tokens.again(id, team);
        }
        if (id.equals(AdminKey.CALLER.id()) && adminKey.isSet()) {
            return AdminKey.CALLER;
        }
        if (id.equals(Caller.OPEN.id()) && mode == AuthMode.OPEN) {
            return Caller.OPEN;
        }
        throw Credential.unauthorized("Whoever asked for this, '%s', is not known any more.".formatted(id));
    }
}
