package dev.parley.cache;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.platform.Settings;
import dev.parley.run.Node;
import java.util.Map;

/** What keeps idempotency keys on one server, put together by hand; several may share a database. */
public final class Room {

    public final Node node;
    public final Flights flights = new Flights();
    public final Idempotency idempotency = new Idempotency();
    final FakeClock clock = new FakeClock(Node.NOW);
    final Claims claims = new Claims();

    public Room(MemoryDatabase database) {
        this(database, database.commits());
    }

    Room(MemoryDatabase database, GroupCommit commits) {
        node = new Node(database);
        claims.settings = Settings.of(Map.of());
        claims.commits = commits;
        claims.clock = clock;
        claims.configure();
        idempotency.claims = claims;
        idempotency.flights = flights;
        idempotency.runs = node.runs;
    }
}
