package dev.parley.governance.key;

import dev.parley.governance.Caller;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verified token says.
 *
 * @param team null for none
 * @param roles of ours
 */
record Token(String subject, String team, Set<String> roles) {

    static Token of(Map<String, Object> claims, TokenRules rules) {
        var roles = new HashSet<String>();
        var given = texts(claims.get(rules.rolesClaim()));
        if (given.contains(rules.userRole())) {
            roles.add(Caller.USER);
        }
        if (given.contains(rules.adminRole())) {
            roles.add(Caller.ADMIN);
        }
        var team = claims.get(rules.teamClaim()) instanceof String name && !name.isBlank() ? name : null;
        return new Token((String) claims.get("sub"), team, Set.copyOf(roles));
    }

    private static Collection<?> texts(Object claim) {
        return switch (claim) {
            case Collection<?> several -> several;
            case String one -> List.of(one);
            case null -> List.of();
            default -> List.of();
        };
    }
}
