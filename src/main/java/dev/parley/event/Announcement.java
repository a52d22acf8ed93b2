package dev.parley.event;

import dev.parley.platform.Ids;

/**
 * One thing that has happened.
 *
 * @param id {@code evt_…}
 * @param owner whose it is, as {@code Caller.owner()} says; at most 1,024 characters
 * @param subject the id of what it happened to, {@code batch_…} for example; at most 255 characters
 * @param data a JSON object with what is to be told beside the two
 * @param createdAt epoch milliseconds
 */
public record Announcement(String id, EventType type, String owner, String subject, String data, long createdAt) {

    public static Announcement of(EventType type, String owner, String subject, String data, long createdAt) {
        return new Announcement(Ids.next("evt"), type, owner, subject, data, createdAt);
    }
}
