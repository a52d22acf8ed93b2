package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.governance.Team;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What stands for a caller once, for a short while: browsers can't send a header with a WebSocket's handshake, and a key must not be in
 * a URL or in a page. Any server of the database takes it. Blocks for the database.
 */
@ApplicationScoped
class Tickets {

    static final Duration LIFETIME = Duration.ofSeconds(30);
    static final String PREFIX = "tkt_";

    private static final int BYTES = 32;
    private static final int LONGEST = 128;

    private final SecureRandom random = new SecureRandom();

    @Inject
    KeyStore store;

    @Inject
    Callers callers;

    @Inject
    Clock clock;

    /** Its text, which is nowhere to be had again. */
    String issue(Caller caller) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var team = Optional.ofNullable(caller.team()).map(Team::name).orElse(null);
        var now = clock.millis();
        store.write(connection -> {
            removeExpired(connection, now);
            insert(connection, hash(text), caller.id(), team, now + LIFETIME.toMillis());
            return null;
        });
        return text;
    }

    /**
     * Whom the ticket stands for; whoever shows it next is refused.
     *
     * @throws dev.parley.problem.ApiException {@code UNAUTHORIZED}, {@code FORBIDDEN}, {@code STORE_UNAVAILABLE}
     */
    Caller redeem(String text) {
        if (text.length() > LONGEST) {
            throw unknown();
        }
        var hash = hash(text);
        var now = clock.millis();
        var holder = store.write(connection -> take(connection, hash, now)).orElseThrow(Tickets::unknown);
        return callers.again(holder.caller(), holder.team());
    }

    private static ApiException unknown() {
        return Credential.unauthorized(
                "The ticket is not known, was used before, or is older than %d s; get another with POST /v1/tickets."
                        .formatted(LIFETIME.toSeconds()));
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(Credential.hash(text));
    }

    private record Holder(String caller, String team) {}

    /** Of several who come with the same ticket, whoever deletes its row has it. */
    private static Optional<Holder> take(Connection connection, String hash, long now) throws SQLException {
        try (var select = connection.prepareStatement(
                        "select caller, team from tickets where hash = ? and expires_at > ?");
                var delete = connection.prepareStatement("delete from tickets where hash = ?")) {
            select.setString(1, hash);
            select.setLong(2, now);
            try (var row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var holder = new Holder(row.getString(1), row.getString(2));
                delete.setString(1, hash);
                return delete.executeUpdate() == 1 ? Optional.of(holder) : Optional.empty();
            }
        }
    }

    private static void insert(Connection connection, String hash, String caller, String team, long expiresAt)
            throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into tickets (hash, caller, team, expires_at) values (?, ?, ?, ?)")) {
            insert.setString(1, hash);
            insert.setString(2, caller);
            insert.setString(3, team);
            insert.setLong(4, expiresAt);
            insert.executeUpdate();
        }
    }

    private static void removeExpired(Connection connection, long now) throws SQLException {
        try (var delete = connection.prepareStatement("delete from tickets where expires_at <= ?")) {
            delete.setLong(1, now);
            delete.executeUpdate();
        }
    }
}
