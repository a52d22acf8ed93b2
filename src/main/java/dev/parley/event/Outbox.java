package dev.parley.event;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** For the room that brings announcements to those who want to hear them. */
@ApplicationScoped
public class Outbox {

    /** One that was taken, and who wants to hear it. */
    public record Taken(Announcement announcement, List<String> subscribers) {}

    private final AtomicBoolean rung = new AtomicBoolean();

    /** Sets what {@code subscriber} wants to hear; nothing ends its subscription. */
    public void subscribe(Connection connection, String subscriber, Set<EventType> types) throws SQLException {
        SubscriptionTable.remove(connection, subscriber);
        for (var type : types) {
            SubscriptionTable.insert(connection, subscriber, type);
        }
    }

    /**
     * Takes at most {@code most} announcements away, the eldest first, in the transaction of {@code connection}: of several servers that
     * do so at once, one gets each.
     */
    public List<Taken> take(Connection connection, int most) throws SQLException {
        var taken = new ArrayList<Taken>();
        for (var announcement : OutboxTable.eldest(connection, most)) {
            if (OutboxTable.remove(connection, announcement.id())) {
                taken.add(new Taken(announcement, SubscriptionTable.subscribers(connection, announcement.type())));
            }
        }
        return taken;
    }

    /** Whether anything was announced on this server since this was asked; it may not be committed yet. */
    public boolean wasRung() {
        return rung.get() && rung.getAndSet(false);
    }

    void ring() {
        rung.set(true);
    }
}
