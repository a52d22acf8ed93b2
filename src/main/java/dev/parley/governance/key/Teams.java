package dev.parley.governance.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.governance.Team;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;

/** Teams as administrators make and remove them. Servers know of a change within half a second. Blocks for the database. */
@ApplicationScoped
class Teams {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    @Inject
    KeyStore store;

    @Inject
    Audit audit;

    @Inject
    Bodies bodies;

    /** Makes the team or replaces all that is said of it. */
    Team put(String name, JsonNode body, Administrator by) {
        if (!NAME.matcher(name).matches()) {
            throw Bodies.invalid("name", "must be 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        var team = bodies.read(body, TeamTerms.class).team(name);
        return audit.write(by, "team.put", name, connection -> {
            if (!TeamTable.update(connection, team)) {
                TeamTable.insert(connection, team);
            }
            return team;
        });
    }

    /** @throws ApiException {@code NOT_FOUND}; {@code CONFLICT} while it has keys that are not revoked */
    Team remove(String name, Administrator by) {
        return audit.write(by, "team.delete", name, connection -> {
            var team = TeamTable.lock(connection, name).orElseThrow(Teams::notFound);
            if (TeamTable.hasKeys(connection, name)) {
                throw new ApiException(ErrorCode.CONFLICT, "The team " + name + " has keys; revoke them before.");
            }
            TeamTable.delete(connection, name);
            return team;
        });
    }

    Team find(String name) {
        return store.read(connection -> TeamTable.find(connection, name)).orElseThrow(Teams::notFound);
    }

    /** At most {@code most}, by name. */
    List<Team> page(String after, int most) {
        return store.read(connection -> TeamTable.page(connection, after, most));
    }

    private static ApiException notFound() {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no team of this name.");
    }
}
