package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.event.EventRoom;
import dev.parley.event.EventType;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch ends once, and that is announced once, whoever comes to its end and how often. */
class EndingsTest {

    private static final int ITEMS = 6;
    private static final String ANNOUNCED = "select count(*) from announcements";

    private final MemoryDatabase database = new MemoryDatabase();
    private final GroupCommit commits = database.commits();
    private final EventRoom events = new EventRoom(database)
            .with("wh_1", EventType.BATCH_COMPLETED, EventType.BATCH_FAILED, EventType.BATCH_CANCELLED);
    private final Endings endings = endings(commits);

    @BeforeEach
    void fill() {
        Rooms.fill(commits, 2, ITEMS / 2);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Endings endings(GroupCommit commits) {
        var made = new Endings();
        made.commits = commits;
        made.announcements = events.announcements;
        made.clock = new FakeClock(Instant.EPOCH);
        return made;
    }

    private void answer(String server, int items) {
        var source = new ChunkSource(commits, Rooms.BATCH, server);
        for (int i = 0; i < items; i++) {
            record(server, source.next());
        }
    }

    private void record(String server, ChunkSource.Entry entry) {
        var recorder = new Recorder(commits, database.checkpoint(), Rooms.BATCH, server, 10, new Stop());
        recorder.put(new ItemResult(entry.chunk().number(), entry.item(), entry.item() == 0, "{}", 5));
        recorder.close();
        recorder.run();
    }

    private String announced(String column) {
        return database.ask("select " + column + " from announcements");
    }

    @Test
    void isAnnouncedWithItsCounts() {
        answer("one", ITEMS);

        assertThat(endings.isEnded(Rooms.BATCH)).isTrue();

        assertThat(announced("type")).isEqualTo("batch.completed");
        assertThat(announced("subject")).isEqualTo(Rooms.BATCH);
        assertThat(announced("owner")).isEqualTo("me");
        assertThat(announced("data"))
                .isEqualTo(
                        "{\"state\":\"completed\",\"total\":6,\"succeeded\":5,\"failed\":1,\"cost_micro_dollars\":30}");
        assertThat(endings.isEnded(Rooms.BATCH)).isTrue();
        assertThat(database.ask(ANNOUNCED)).isEqualTo("1");
    }

    @Test
    void isAnnouncedOnceHoweverManyServersSeeTheEnd() throws InterruptedException {
        answer("one", ITEMS);
        int servers = 4;
        int each = 8;
        var ended = new AtomicInteger();
        var begin = new CountDownLatch(1);
        var done = new CountDownLatch(servers * each);
        for (int server = 0; server < servers; server++) {
            var there = endings(database.commits());
            for (int i = 0; i < each; i++) {
                Thread.startVirtualThread(() -> {
                    try {
                        begin.await();
                        while (!there.isEnded(Rooms.BATCH)) {
                            Thread.onSpinWait();
                        }
                        ended.incrementAndGet();
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        done.countDown();
                    }
                });
            }
        }

        begin.countDown();

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ended).hasValue(servers * each);
        assertThat(database.ask(ANNOUNCED)).isEqualTo("1");
    }

    @Test
    void theLastItemRecordedTwiceAndByTwoServersIsOneEnd() {
        answer("one", ITEMS - 1);
        var late = new ChunkSource(commits, Rooms.BATCH, "one");
        Rooms.giveBack(commits, "one");
        var first = late.next();
        Rooms.giveBack(commits, "one");
        var second = new ChunkSource(commits, Rooms.BATCH, "two").next();
        assertThat(second.item()).isEqualTo(first.item()).isEqualTo(ITEMS - 1);

        record("two", second);
        assertThat(endings.isEnded(Rooms.BATCH)).isTrue();
        record("two", second);
        record("one", first);
        assertThat(endings(database.commits()).isEnded(Rooms.BATCH)).isTrue();

        assertThat(database.ask(ANNOUNCED)).isEqualTo("1");
        assertThat(database.ask("select succeeded + failed from batches")).isEqualTo("6");
        assertThat(database.ask("select count(*) from batch_results")).isEqualTo("6");
    }

    @Test
    void isNotOverWhileSomebodyIsAtIt() {
        answer("one", 1);
        Rooms.stop(commits, State.CANCELLING);

        assertThat(endings.isEnded(Rooms.BATCH)).isFalse();
        Rooms.giveBack(commits, "one");
        assertThat(endings.isEnded(Rooms.BATCH)).isTrue();

        assertThat(announced("type")).isEqualTo("batch.cancelled");
        assertThat(announced("data")).contains("\"total\":6,\"succeeded\":0,\"failed\":1");
    }

    @Test
    void oneThatCantGoOnIsAnnouncedAsFailed() {
        Rooms.stop(commits, State.FAILING);

        assertThat(endings.isEnded(Rooms.BATCH)).isTrue();

        assertThat(announced("type")).isEqualTo("batch.failed");
    }

    @Test
    void oneWithWorkLeftIsNotOver() {
        answer("one", ITEMS - 1);

        assertThat(endings.isEnded(Rooms.BATCH)).isFalse();
        assertThat(database.ask(ANNOUNCED)).isEqualTo("0");
    }

    @Test
    void hasNotEndedWhenItCantBeAnnounced() throws SQLException {
        answer("one", ITEMS);
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("drop table announcements");
        }

        assertThatThrownBy(() -> endings.isEnded(Rooms.BATCH)).isInstanceOf(RuntimeException.class);

        assertThat(database.ask("select state from batches")).isEqualTo("running");
    }
}
