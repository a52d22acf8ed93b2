package dev.parley.governance.key;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Settings;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The room's beans of one server put together by hand; several of them may share a database. */
final class KeyRoom {

    final KeyStore store = new KeyStore();

    KeyRoom(MemoryDatabase database) {
        store.source = database;
        store.gate = new WriteGate();
        store.commits = database.commits();
    }

    /** Makes a key. @param expiresAt null for never @param revokedAt null for not */
    Caller key(String id, Long expiresAt, Long revokedAt) {
        var caller =
                new Caller(id, "a name", null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        store.write(connection -> {
            KeyTable.insert(connection, new ApiKey("00", caller, 0, expiresAt, null, null));
            return null;
        });
        if (revokedAt != null) {
            revoke(id, revokedAt);
        }
        return caller;
    }

    void revoke(String id, long now) {
        store.write(connection -> {
            KeyTable.revoke(connection, id, now);
            return null;
        });
    }

    Callers callers(Map<String, String> settings) {
        var given = Settings.of(new HashMap<>(settings));
        var check = new KeyCheck();
        check.store = store;
        check.clock = Clock.systemUTC();
        check.configure();
        var tokens = new TokenCallers();
        tokens.settings = given;
        tokens.keys = check;
        tokens.clock = check.clock;
        tokens.configure();
        var callers = new Callers();
        callers.settings = given;
        callers.keys = check;
        callers.tokens = tokens;
        callers.configure();
        return callers;
    }

    Tickets tickets(Clock clock) {
        var tickets = new Tickets();
        tickets.store = store;
        tickets.callers = callers(Map.of());
        tickets.clock = clock;
        return tickets;
    }
}
