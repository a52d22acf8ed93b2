package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.platform.Settings;
import java.util.List;

/**
 * Whose tokens are taken, and what their claims mean here. The first three have the names that MicroProfile JWT gives them.
 *
 * @param issuer the claim {@code iss}
 * @param keys URL of the issuer's JSON Web Key Set
 * @param audiences of which a token must name one, empty when none is demanded
 * @param teamClaim whose text is the team
 * @param rolesClaim whose list of texts, or text, holds roles
 * @param userRole the text there that lets generate
 * @param adminRole the text there that lets administer too
 */
record TokenRules(
        String issuer,
        String keys,
        List<String> audiences,
        String teamClaim,
        String rolesClaim,
        String userRole,
        String adminRole) {

    /** Null when no issuer is configured. */
    static TokenRules read(Settings settings) {
        var issuer = settings.text("mp.jwt.verify.issuer").orElse(null);
        if (issuer == null) {
            return null;
        }
        if (settings.text("mp.jwt.verify.publickey.location").isEmpty()) {
            throw Settings.missing(
                    "mp.jwt.verify.publickey.location",
                    "tokens of " + issuer + " are verified with the keys at this URL (its jwks_uri).");
        }
        return new TokenRules(
                issuer,
                settings.httpUri("mp.jwt.verify.publickey.location", "").toString(),
                settings.list("mp.jwt.verify.audiences", ""),
                settings.text("parley.jwt.team-claim", "team"),
                settings.text("parley.jwt.roles-claim", "groups"),
                settings.text("parley.jwt.user-role", Caller.USER),
                settings.text("parley.jwt.admin-role", Caller.ADMIN));
    }
}
