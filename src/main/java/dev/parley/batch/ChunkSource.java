package dev.parley.batch;

import dev.parley.persistence.GroupCommit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The items that a server takes of a batch, one after the other; it claims a chunk when the last one is used up. For many threads. */
final class ChunkSource {

    /** One line and where it stands. */
    record Entry(Chunk chunk, long item, String line) {}

    private final GroupCommit commits;
    private final String batch;
    private final String holder;
    private Chunk chunk;
    private Iterator<String> lines = List.<String>of().iterator();
    private long item;
    private boolean over;

    ChunkSource(GroupCommit commits, String batch, String holder) {
        this.commits = commits;
        this.batch = batch;
        this.holder = holder;
    }

    /** The next item without a result; null when no chunk is free. Blocks on the database now and then. */
    synchronized Entry next() {
        while (!over) {
            while (lines.hasNext()) {
                long number = item++;
                var line = lines.next();
                if (!chunk.recorded().contains(number)) {
                    return new Entry(chunk, number, line);
                }
            }
            claim();
        }
        return null;
    }

    private void claim() {
        long from = chunk == null ? 0 : chunk.number() + 1;
        Optional<Chunk> claimed;
        do {
            claimed = commits.call(connection -> ChunkTable.claim(connection, batch, from, holder));
        } while (claimed.isEmpty() && hasFree(from));
        if (claimed.isEmpty()) {
            over = true;
            return;
        }
        chunk = claimed.get();
        item = chunk.firstItem();
        lines = chunk.lines().iterator();
    }

    private boolean hasFree(long from) {
        return commits.read(connection -> ChunkTable.hasFree(connection, batch, from));
    }
}
