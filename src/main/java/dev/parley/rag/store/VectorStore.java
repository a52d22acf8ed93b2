package dev.parley.rag.store;

import java.time.Duration;
import java.util.Map;

/**
 * A vector store.
 *
 * @param id its collection has the same
 * @param expiresDays after its last use, null for never
 * @param createdAt epoch milliseconds, as {@code activeAt}, its last use
 */
public record VectorStore(
        String id,
        String owner,
        String name,
        String description,
        Map<String, String> metadata,
        Integer expiresDays,
        long createdAt,
        long activeAt) {

    public VectorStore {
        metadata = Map.copyOf(metadata);
    }

    /** Epoch milliseconds, null for never. */
    public Long expiresAt() {
        return expiresDays == null
                ? null
                : (Long) (activeAt + Duration.ofDays(expiresDays).toMillis());
    }

    public boolean isExpired(long now) {
        return expiresDays != null && expiresAt() <= now;
    }

    /** The same, used at a moment. */
    VectorStore usedAt(long now) {
        return new VectorStore(id, owner, name, description, metadata, expiresDays, createdAt, now);
    }
}
