package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How servers share the lines of a batch, and how their results are written down. */
class ChunksTest {

    private static final String BATCH = Rooms.BATCH;
    private static final int CHUNKS = 12;
    private static final int PER_CHUNK = 25;

    private final MemoryDatabase database = new MemoryDatabase();
    private final GroupCommit commits = database.commits();

    @BeforeEach
    void fill() {
        Rooms.fill(commits, CHUNKS, PER_CHUNK);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void manyThreadsOfSeveralServersGetEveryLineOnce() throws InterruptedException {
        var seen = new ConcurrentHashMap<Long, String>();
        var twice = new AtomicInteger();
        var done = new CountDownLatch(24);
        for (var server : List.of("one", "two", "three")) {
            var source = new ChunkSource(database.commits(), BATCH, server);
            for (int i = 0; i < 8; i++) {
                Thread.startVirtualThread(() -> {
                    for (ChunkSource.Entry entry; (entry = source.next()) != null; ) {
                        if (seen.put(entry.item(), entry.line()) != null) {
                            twice.incrementAndGet();
                        }
                    }
                    done.countDown();
                });
            }
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(twice).hasValue(0);
        assertThat(seen).hasSize(CHUNKS * PER_CHUNK).containsEntry(60L, "line 60");
    }

    @Test
    void whatWasGivenBackIsTakenAgainWithoutWhatIsRecorded() {
        var first = new ChunkSource(commits, BATCH, "one");
        for (int i = 0; i < 10; i++) {
            record("one", first.next());
        }
        Rooms.giveBack(commits, "one");

        var next = new ChunkSource(commits, BATCH, "two").next();

        assertThat(next.item()).isEqualTo(10);
        assertThat(next.chunk().takes()).isEqualTo(2);
    }

    @Test
    void nobodyTakesMoreOfABatchThatIsToStop() {
        var source = new ChunkSource(commits, BATCH, "one");
        for (int i = 0; i < PER_CHUNK; i++) {
            assertThat(source.next()).isNotNull();
        }

        Rooms.stop(commits, State.CANCELLING);

        assertThat(source.next()).isNull();
        assertThat(new ChunkSource(commits, BATCH, "two").next()).isNull();
    }

    @Test
    void aServerThatHasLostItsChunkWritesNothing() {
        var late = new ChunkSource(commits, BATCH, "one").next();
        Rooms.giveBack(commits, "one");
        var now = new ChunkSource(commits, BATCH, "two").next();

        record("two", now);
        record("one", late);

        assertThat(database.ask("select count(*) from batch_results")).isEqualTo("1");
        assertThat(database.ask("select succeeded from batches")).isEqualTo("1");
        assertThat(database.ask("select cost from batches")).isEqualTo("5");
    }

    @Test
    void resultsWaitForTheDatabaseAndAreWrittenOnce() throws InterruptedException {
        var entry = new ChunkSource(commits, BATCH, "one").next();
        database.down(true);
        var recorder = new Recorder(commits, database.checkpoint(), BATCH, "one", 1_000, new Stop());
        var over = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            recorder.run();
            over.countDown();
        });
        recorder.put(result(entry));
        recorder.close();
        assertThat(over.await(500, TimeUnit.MILLISECONDS)).isFalse();

        database.down(false);

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(database.ask("select count(*) from batch_results")).isEqualTo("1");
        assertThat(database.ask("select recorded from batch_chunks where chunk_no = 0"))
                .isEqualTo("1");
    }

    private static ItemResult result(ChunkSource.Entry entry) {
        return new ItemResult(entry.chunk().number(), entry.item(), false, "{}", 5);
    }

    private void record(String server, ChunkSource.Entry entry) {
        var recorder = new Recorder(commits, database.checkpoint(), BATCH, server, 1_000, new Stop());
        recorder.put(result(entry));
        recorder.close();
        recorder.run();
    }
}
