package dev.parley.batch;

import dev.parley.persistence.GroupCommit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Batches of tests, in the database or not. */
final class Rooms {

    static final String BATCH = "batch_1";

    private Rooms() {}

    static Batch batch(State state, long total) {
        return new Batch(
                BATCH,
                "me",
                "me",
                null,
                "req",
                null,
                "/batches",
                null,
                null,
                null,
                null,
                state,
                null,
                total,
                0,
                0,
                0,
                1,
                null,
                null,
                9);
    }

    /** Puts one into the database, with the lines {@code line 0}, {@code line 1}, … */
    static void fill(GroupCommit commits, int chunks, int perChunk) {
        commits.call(connection -> {
            BatchTable.insert(connection, batch(State.READING, 0));
            for (int chunk = 0; chunk < chunks; chunk++) {
                int first = chunk * perChunk;
                var body = IntStream.range(first, first + perChunk)
                        .mapToObj(i -> "line " + i)
                        .collect(Collectors.joining("\n"));
                ChunkTable.insert(connection, BATCH, chunk, first, perChunk, body);
            }
            BatchTable.ready(connection, BATCH, (long) chunks * perChunk);
            BatchTable.begin(connection, BATCH, 2);
            return null;
        });
    }

    static void stop(GroupCommit commits, State stopping) {
        commits.call(connection -> BatchTable.stop(connection, BATCH, stopping, null));
    }

    static void giveBack(GroupCommit commits, String holder) {
        commits.call(connection -> {
            ChunkTable.giveBack(connection, BATCH, holder);
            return null;
        });
    }
}
