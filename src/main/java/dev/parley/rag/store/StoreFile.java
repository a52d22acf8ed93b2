package dev.parley.rag.store;

import dev.parley.rag.document.Document;
import dev.parley.rag.document.Held;
import dev.parley.rag.document.PassageSize;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file of a store.
 *
 * @param failure null unless it failed
 * @param size of its passages, null for the server's
 * @param attributes a flat JSON object as text, null for none
 */
public record StoreFile(
        String id,
        String store,
        String name,
        Status status,
        Failure failure,
        long bytes,
        PassageSize size,
        String attributes,
        long createdAt,
        Document document) {

    /** How far it is. */
    public enum Status {
        IN_PROGRESS(EnumSet.of(Document.Status.QUEUED, Document.Status.READING, Document.Status.EMBEDDING)),
        COMPLETED(EnumSet.of(Document.Status.READY)),
        FAILED(EnumSet.of(Document.Status.FAILED)),
        /** A file that is cancelled is no longer in the store, so none ever is. */
        CANCELLED(EnumSet.noneOf(Document.Status.class));

        private final Set<Document.Status> of;

        Status(Set<Document.Status> of) {
            this.of = of;
        }

        Set<Document.Status> ofDocuments() {
            return of;
        }

        private static Status of(Document.Status status) {
            for (var each : values()) {
                if (each.of.contains(status)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("A document of a store is " + status);
        }
    }

    /** Why it failed; {@code code} is that of the document. */
    public record Failure(String code, String detail) {}

    static StoreFile of(Held held) {
        var document = held.document();
        return new StoreFile(
                fileId(document.collection(), document.id()),
                document.collection(),
                document.title(),
                Status.of(document.status()),
                document.status() == Document.Status.FAILED
                        ? new Failure(document.errorCode(), document.errorDetail())
                        : null,
                held.bytes(),
                held.size(),
                document.metadata(),
                document.createdAt(),
                document);
    }

    /** The document that a file is in a store. */
    static String documentId(String store, String file) {
        return store + "." + file;
    }

    /** The file of a document; one that somebody has put into the collection by itself goes by its own id. */
    static String fileId(String store, String document) {
        return document.startsWith(store + ".") ? document.substring(store.length() + 1) : document;
    }
}
