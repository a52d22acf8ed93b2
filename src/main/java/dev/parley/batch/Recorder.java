package dev.parley.batch;

import dev.parley.persistence.Checkpoint;
import dev.parley.persistence.GroupCommit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes results down, many in one transaction: an item's result counts only while its chunk is still ours, so no item gets two. While the
 * database fails, results wait, and those who bring more wait with them. No more wait than are in flight: what is not in the database's file
 * when the server dies is paid for again.
 */
final class Recorder implements Runnable {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    private static final int MOST_TOGETHER = 200;
    private static final long EVERY_MILLIS = 20;
    private static final long PAUSE_MILLIS = 1_000;

    /** The end of the work; not a result. */
    private static final ItemResult END = new ItemResult(-1, -1, false, "", 0);

    private final BlockingQueue<ItemResult> waiting = new LinkedBlockingQueue<>();
    private final Semaphore places;
    private final GroupCommit commits;
    private final Checkpoint checkpoint;
    private final String batch;
    private final String holder;
    private final Stop stop;

    /** @param most results that may wait, before those who bring more do */
    Recorder(GroupCommit commits, Checkpoint checkpoint, String batch, String holder, int most, Stop stop) {
        this.commits = commits;
        this.checkpoint = checkpoint;
        this.places = new Semaphore(most);
        this.batch = batch;
        this.holder = holder;
        this.stop = stop;
    }

    void put(ItemResult result) {
        places.acquireUninterruptibly();
        waiting.add(result);
    }

    /** Lets {@link #run} return once everything is written. */
    void close() {
        waiting.add(END);
    }

    @Override
    public void run() {
        var together = new ArrayList<ItemResult>(MOST_TOGETHER);
        try {
            boolean over = false;
            while (!over) {
                together.add(waiting.take());
                gather(together);
                over = together.remove(END);
                write(together);
                places.release(together.size());
                together.clear();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** What comes within a moment goes together, at the price of that moment when the server dies. */
    private void gather(List<ItemResult> together) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
        while (together.size() < MOST_TOGETHER && together.getLast() != END) {
            var next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            together.add(next);
        }
    }

    private void write(List<ItemResult> results) {
        boolean written = results.isEmpty();
        for (boolean again = false; !written; again = true) {
            boolean unsure = again;
            try {
                commits.submit(connection -> record(connection, unsure ? missing(connection, results) : results))
                        .thenCompose(checkpoint::reached)
                        .join();
                written = true;
            } catch (CompletionException down) {
                LOG.log(System.Logger.Level.WARNING, "{0} results of {1} wait for the database", results.size(), batch);
                if (stop.within(PAUSE_MILLIS)) {
                    return; // whoever goes on finds those that are runs, which are stored
                }
            }
        }
    }

    /** A commit that failed may have been made all the same. */
    private List<ItemResult> missing(Connection connection, List<ItemResult> results) throws SQLException {
        var missing = new ArrayList<ItemResult>();
        for (var result : results) {
            if (ResultTable.lines(connection, batch, result.item(), 1).isEmpty()) {
                missing.add(result);
            }
        }
        return missing;
    }

    private static Map<Long, List<ItemResult>> byChunk(List<ItemResult> results) {
        var chunks = new LinkedHashMap<Long, List<ItemResult>>();
        results.forEach(result -> chunks.computeIfAbsent(result.chunk(), none -> new ArrayList<>())
                .add(result));
        return chunks;
    }

    private Void record(Connection connection, List<ItemResult> all) throws SQLException {
        long succeeded = 0;
        long failed = 0;
        long cost = 0;
        for (var chunk : byChunk(all).entrySet()) {
            var results = chunk.getValue();
            if (ChunkTable.record(connection, batch, chunk.getKey(), results.size(), holder)) {
                ResultTable.insert(connection, batch, results);
                long wrong = results.stream().filter(ItemResult::failed).count();
                failed += wrong;
                succeeded += results.size() - wrong;
                cost += results.stream().mapToLong(ItemResult::cost).sum();
            }
        }
        BatchTable.count(connection, batch, succeeded, failed, cost);
        return null;
    }
}
