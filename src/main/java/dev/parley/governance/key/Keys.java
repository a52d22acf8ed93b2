package dev.parley.governance.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.governance.Team;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;

/** Keys as administrators make, change and revoke them. Blocks for as long as the database takes. */
@ApplicationScoped
class Keys {

    /** A new key and its text, which is not known again. */
    record Made(ApiKey key, String text) {}

    @Inject
    KeyStore store;

    @Inject
    Audit audit;

    @Inject
    Bodies bodies;

    @Inject
    KeyCheck check;

    @Inject
    Clock clock;

    Made make(JsonNode body, Administrator by) {
        var terms = bodies.read(body, KeyTerms.class);
        var expiry = futureExpiry(terms.expiresAt());
        var text = KeyText.make();
        var key = audit.write(by, "key.create", text.id(), connection -> {
            var caller = terms.caller(text.id(), team(connection, terms.team()));
            var made = new ApiKey(text.hash(), caller, clock.millis(), expiry, null, null);
            KeyTable.insert(connection, made);
            return made;
        });
        return new Made(key, text.credential().text());
    }

    /** Merges {@code patch} into the terms of a key. What runs with it goes on as it was admitted. */
    ApiKey change(String id, JsonNode patch, Administrator by) {
        bodies.demandObject(patch);
        var key = audit.write(by, "key.change", id, connection -> {
            KeyTable.lock(connection, id);
            var before = demanded(connection, id);
            var after = changed(before, patch);
            KeyTable.update(connection, after);
            return after;
        });
        check.ring().forget(id);
        return key;
    }

    private ApiKey changed(ApiKey before, JsonNode patch) {
        if (patch.has("team")) {
            throw Bodies.invalid("team", "can't be changed; make another key");
        }
        ObjectNode current = Json.MAPPER.valueToTree(KeyTerms.of(before));
        var terms = bodies.read(Bodies.merged(current, patch), KeyTerms.class);
        var expiry = patch.has("expires_at") ? futureExpiry(terms.expiresAt()) : before.expiresAt();
        return new ApiKey(
                before.hash(),
                terms.caller(before.id(), before.caller().team()),
                before.createdAt(),
                expiry,
                before.revokedAt(),
                before.lastUsedAt());
    }

    /** Ends a key for good; what runs with it ends within a second. Revoking it again changes nothing. */
    ApiKey revoke(String id, Administrator by) {
        var key = audit.write(by, "key.revoke", id, connection -> {
            KeyTable.revoke(connection, id, clock.millis());
            return demanded(connection, id);
        });
        check.ring().forget(id);
        return key;
    }

    ApiKey find(String id) {
        return store.read(connection -> demanded(connection, id));
    }

    /** At most {@code most}, the youngest first. */
    List<ApiKey> page(String after, int most) {
        return store.read(connection -> KeyTable.page(connection, after, most));
    }

    private static ApiKey demanded(Connection connection, String id) throws SQLException {
        return KeyTable.find(connection, id)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no key with this id."));
    }

    private static Team team(Connection connection, String name) throws SQLException {
        return name == null
                ? null
                : TeamTable.lock(connection, name)
                        .orElseThrow(() ->
                                Bodies.invalid("team", "does not exist; make it with PUT /admin/teams/{name} before"));
    }

    private Long futureExpiry(String moment) {
        if (moment == null) {
            return null;
        }
        try {
            var expiry = OffsetDateTime.parse(moment).toInstant().toEpochMilli();
            if (expiry <= clock.millis()) {
                throw Bodies.invalid("expires_at", "must be in the future");
            }
            return expiry;
        } catch (DateTimeException noMoment) {
            throw Bodies.invalid("expires_at", "must be a moment that there is");
        }
    }
}
