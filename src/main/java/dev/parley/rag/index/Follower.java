package dev.parley.rag.index;

import dev.parley.platform.Ticker;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Brings an index to where the documents of the database are, change by change. For one thread at a time. */
final class Follower {

    private static final int TOGETHER = 50;
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);

    private final PassageIndex index;
    private final DocumentStore store;
    private volatile long committed = Ticker.SYSTEM.nanos();
    private volatile long committedChange;

    Follower(PassageIndex index, DocumentStore store) {
        this.index = index;
        this.store = store;
        this.committedChange = index.changed();
    }

    /** Makes all that was committed to the database until now searchable, and lasting from time to time. */
    void catchUp() throws IOException {
        for (var changes = next(); !changes.isEmpty(); changes = next()) {
            for (var document : changes) {
                put(document);
            }
            index.show(changes.getLast().changed());
        }
        if (isCommitDue()) {
            index.commit();
            committed = Ticker.SYSTEM.nanos();
            committedChange = index.changed();
        }
    }

    private List<Document> next() {
        return store.changedAfter(index.changed(), TOGETHER);
    }

    private void put(Document document) throws IOException {
        if (document.version() == null) {
            index.put(document, List.of());
            return;
        }
        var passages = store.passages(document.version());
        if (passages.size() == document.passages()) {
            index.put(document, passages);
        }
        // else a newer version has come since, and its change is still to follow
    }

    /** Whether the disk has been behind for a while. */
    boolean isCommitDue() {
        return index.changed() != committedChange && Ticker.SYSTEM.nanos() - committed >= COMMIT_EVERY.toNanos();
    }
}
