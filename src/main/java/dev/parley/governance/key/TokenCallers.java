package dev.parley.governance.key;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.governance.Team;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Tells who comes with a token. Its limits and its budget are those of its team; without a team it has none. What has begun goes on when
 * the token expires.
 */
@ApplicationScoped
class TokenCallers {

    private static final int LONGEST_NAME = 80;
    private static final String PLAIN = "jwt:";
    private static final String HASHED = "jwt-sha256:";

    private TokenCheck check;

    @Inject
    Settings settings;

    @Inject
    KeyCheck keys;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        var rules = TokenRules.read(settings);
        check = rules == null ? null : new TokenCheck(rules, clock);
    }

    /** Whether an issuer is configured and {@code credential} has the form of its tokens. */
    boolean take(Credential credential) {
        return check != null && TokenCheck.isToken(credential);
    }

    /** @throws ApiException {@code UNAUTHORIZED}; {@code FORBIDDEN} without a role, or with a team that is not known; {@code STORE_UNAVAILABLE} */
    Caller callerWith(Credential credential) {
        var token = check.verify(credential);
        if (token.roles().isEmpty()) {
            throw new ApiException(
                    ErrorCode.FORBIDDEN, "The token has no role here; the README tells which claim holds roles.");
        }
        return caller(id(token.subject()), token.subject(), team(token.team()), token.roles());
    }

    /** Whether a caller of this id came with a token. */
    boolean isToken(String callerId) {
        return callerId.startsWith(PLAIN) || callerId.startsWith(HASHED);
    }

    /**
     * Who came with a token before. That is over: so it may generate, and no more.
     *
     * @throws ApiException {@code FORBIDDEN} when the team is gone; {@code STORE_UNAVAILABLE}
     */
    Caller again(String id, String team) {
        return caller(id, id, team(team), Set.of(Caller.USER));
    }

    private static Caller caller(String id, String name, Team team, Set<String> roles) {
        return new Caller(id, name, team, roles, List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
    }

    private Team team(String name) {
        return name == null
                ? null
                : keys.team(name)
                        .orElseThrow(() -> new ApiException(
                                ErrorCode.FORBIDDEN,
                                "The team '" + name + "' is not known here; make it with PUT /admin/teams/{name}."));
    }

    /** A subject that can't be written into tables and logs as it is goes by its hash. */
    static String id(String subject) {
        return Ids.isSafe(subject) && subject.length() <= LONGEST_NAME
                ? PLAIN + subject
                : HASHED + HexFormat.of().formatHex(Credential.hash(subject));
    }
}
