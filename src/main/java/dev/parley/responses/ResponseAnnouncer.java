package dev.parley.responses;

import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.http.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * Announces that a stored response has ended. One that ends {@code incomplete} has an answer and so counts as completed, its status says
 * the rest; of one that was cancelled, whoever cancelled it knows.
 */
@ApplicationScoped
class ResponseAnnouncer {

    @Inject
    Announcements announcements;

    @Inject
    Clock clock;

    void ended(String id, String owner, Finished finished) {
        var status = finished.standing().status();
        var type = switch (status) {
            case Standing.FAILED -> EventType.RESPONSE_FAILED;
            case Item.COMPLETED, Item.INCOMPLETE -> EventType.RESPONSE_COMPLETED;
            default -> null;
        };
        if (type != null && announcements.isWanted(type)) {
            var data = Json.MAPPER
                    .createObjectNode()
                    .put("status", status)
                    .put("model", finished.wire().model());
            announcements.announce(Announcement.of(type, owner, id, Json.text(data), clock.millis()));
        }
    }
}
