package dev.parley.rag.store;

import dev.parley.rag.document.Tally;
import java.util.List;

/**
 * Files that were attached to a store together.
 *
 * @param files their ids
 * @param tally of those that are in the store still
 */
public record FileBatch(String id, String store, List<String> files, boolean isCancelled, long createdAt, Tally tally) {

    /** Those that were cancelled, or taken out of the store since. */
    public long gone() {
        return files.size() - tally.total();
    }
}
