package dev.parley.file;

/**
 * A file of {@code /v1/files}.
 *
 * @param purpose what it may be used for, as its owner has said
 * @param createdAt epoch milliseconds, as {@code expiresAt}, which is null for a file that is kept until it is deleted
 */
public record StoredFile(
        String id, String owner, String name, String purpose, long bytes, long createdAt, Long expiresAt) {}
