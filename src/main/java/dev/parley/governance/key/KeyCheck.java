package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.governance.Team;
import dev.parley.platform.Ticker;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells who comes with a key, and writes down that it was used. */
@ApplicationScoped
class KeyCheck {

    private static final long NOTE_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Long> noted = new ConcurrentHashMap<>();
    private Ring<ApiKey> ring;
    private Ring<Team> teams;

    @Inject
    KeyStore store;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        ring = new Ring<>(Ticker.SYSTEM, this::keys);
        teams = new Ring<>(Ticker.SYSTEM, this::teams);
    }

    private Map<String, ApiKey> keys(Collection<String> ids) {
        return store.read(connection -> KeyTable.findAll(connection, ids)).stream()
                .collect(Collectors.toMap(ApiKey::id, Function.identity()));
    }

    private Map<String, Team> teams(Collection<String> names) {
        return store.read(connection -> TeamTable.findAll(connection, names)).stream()
                .collect(Collectors.toMap(Team::name, Function.identity()));
    }

    /** @throws dev.parley.problem.ApiException {@code STORE_UNAVAILABLE} */
    Optional<Team> team(String name) {
        return teams.find(name);
    }

    /** @throws dev.parley.problem.ApiException {@code UNAUTHORIZED}, {@code STORE_UNAVAILABLE} */
    Caller callerWith(KeyText shown) {
        var key = ring.find(shown.id()).orElse(null);
        if (key == null || !key.matches(shown)) {
            throw Credential.unknown();
        }
        return good(key);
    }

    /**
     * Who came with the key of this id.
     *
     * @throws dev.parley.problem.ApiException {@code UNAUTHORIZED}, {@code STORE_UNAVAILABLE}
     */
    Caller again(String id) {
        return good(ring.find(id)
                .orElseThrow(() -> Credential.unauthorized("The key %s is not known any more.".formatted(id))));
    }

    private Caller good(ApiKey key) {
        var refusal = key.refusal(clock.millis());
        if (refusal != null) {
            throw refusal;
        }
        noteUse(key.id());
        return key.caller();
    }

    /** Whether a caller of this id came with a key of the table, and not in another way. */
    boolean isKey(String callerId) {
        return callerId.startsWith(KeyText.ID_PREFIX);
    }

    Ring<ApiKey> ring() {
        return ring;
    }

    /** At most once a minute for each key. */
    private void noteUse(String id) {
        var now = Ticker.SYSTEM.nanos();
        var last = noted.get(id);
        if (last != null && now - last < NOTE_EVERY_NANOS) {
            return;
        }
        var first = last == null ? noted.putIfAbsent(id, now) == null : noted.replace(id, last, now);
        if (first) {
            if (noted.size() > Ring.MOST) {
                noted.values().removeIf(old -> now - old >= NOTE_EVERY_NANOS);
            }
            var date = clock.millis();
            store.writeBehind(connection -> {
                KeyTable.used(connection, id, date);
                return null;
            });
        }
    }
}
