package dev.parley.batch;

/**
 * A file of {@code /v1/files}.
 *
 * @param createdAt epoch milliseconds, as {@code expiresAt}
 */
public record StoredFile(
        String id, String owner, String name, String purpose, long bytes, long createdAt, long expiresAt) {}
