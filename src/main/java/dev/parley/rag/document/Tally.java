package dev.parley.rag.document;

/**
 * What is in a collection.
 *
 * @param pending documents that wait or are being made
 * @param bytes of the files of those that are served
 */
public record Tally(long pending, long ready, long failed, long bytes) {

    public static final Tally NOTHING = new Tally(0, 0, 0, 0);

    static Tally of(Document.Status status, long documents, long bytes) {
        return switch (status) {
            case QUEUED, READING, EMBEDDING -> new Tally(documents, 0, 0, bytes);
            case READY -> new Tally(0, documents, 0, bytes);
            case DELETED -> NOTHING;
            case FAILED -> new Tally(0, 0, documents, bytes);
        };
    }

    Tally plus(Tally other) {
        return new Tally(pending + other.pending, ready + other.ready, failed + other.failed, bytes + other.bytes);
    }

    public long total() {
        return pending + ready + failed;
    }
}
