package dev.parley.event;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import java.util.Set;

/** The room as the application has it, on a database of a test's own. */
public final class EventRoom {

    public final Announcements announcements = new Announcements();
    public final Outbox outbox = new Outbox();
    private final GroupCommit commits;

    public EventRoom(MemoryDatabase database) {
        commits = database.commits();
        announcements.commits = commits;
        announcements.outbox = outbox;
    }

    public EventRoom with(String subscriber, EventType... types) {
        commits.call(connection -> {
            outbox.subscribe(connection, subscriber, Set.of(types));
            return null;
        });
        announcements.refresh();
        return this;
    }
}
