package dev.parley.rag.document;

/**
 * A document as it stands.
 *
 * @param owner whose it is; nobody else sees it
 * @param metadata a JSON object as text, null for none
 * @param status of the version that came last
 * @param errorCode why that failed, null unless it did
 * @param done passages of the version on its way that are ready, of {@code total}
 * @param version that is served, null for none
 * @param hash of the bytes of the served version, and {@code recipe}, what else its passages depend on
 * @param model {@code provider/model} of its vectors, {@link #NO_MODEL} for none
 * @param changed the number of its last change
 * @param createdAt epoch milliseconds, as {@code updatedAt}
 */
public record Document(
        String owner,
        String id,
        String collection,
        String title,
        String source,
        String metadata,
        String contentType,
        Status status,
        String errorCode,
        String errorDetail,
        long done,
        long total,
        String version,
        String hash,
        String recipe,
        String model,
        long characters,
        long passages,
        long changed,
        long createdAt,
        long updatedAt) {

    /** The model of documents that have no vectors. */
    public static final String NO_MODEL = "none";

    /** The same, as failed. */
    public Document failed(String code, String detail) {
        return new Document(
                owner,
                id,
                collection,
                title,
                source,
                metadata,
                contentType,
                Status.FAILED,
                code,
                detail,
                done,
                total,
                version,
                hash,
                recipe,
                model,
                characters,
                passages,
                changed,
                createdAt,
                updatedAt);
    }

    /** Where the version that came last stands. */
    public enum Status {
        QUEUED,
        READING,
        EMBEDDING,
        READY,
        FAILED,
        DELETED;

        /** Whether nothing more will become of it by itself. */
        public boolean isFinal() {
            return this == READY || this == FAILED || this == DELETED;
        }
    }
}
