package dev.parley.rag.document;

/**
 * A version that is to be made.
 *
 * @param version its name
 * @param document whose it will be
 * @param again the version whose passages get new vectors, null when there is a file to read
 * @param caller who pays, by id, and {@code team}, null for none
 * @param attempts how often it was begun
 * @param createdAt epoch milliseconds
 * @param size of its passages, null for the server's
 */
public record Upload(
        String version,
        String owner,
        String document,
        String collection,
        String title,
        String source,
        String metadata,
        String contentType,
        String fileName,
        String hash,
        long bytes,
        String again,
        String caller,
        String team,
        int attempts,
        long createdAt,
        PassageSize size) {

    /** The same, of a file that was read. */
    Upload of(String itsHash, long itsBytes) {
        return new Upload(
                version,
                owner,
                document,
                collection,
                title,
                source,
                metadata,
                contentType,
                fileName,
                itsHash,
                itsBytes,
                again,
                caller,
                team,
                attempts,
                createdAt,
                size);
    }
}
