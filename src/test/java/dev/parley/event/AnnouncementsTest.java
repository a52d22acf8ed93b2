package dev.parley.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final GroupCommit commits = database.commits();
    private final EventRoom room = new EventRoom(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void namesAreWordsWithADot() {
        assertThat(EventType.BATCH_COMPLETED.wireName()).isEqualTo("batch.completed");
        assertThat(EventType.WEBHOOK_DEAD_LETTERED.wireName()).isEqualTo("webhook.dead_lettered");
        assertThat(EventType.of("budget.reached")).hasValue(EventType.BUDGET_REACHED);
        assertThat(EventType.of("budget.reached ")).isEmpty();
    }

    @Test
    void isTakenWithThoseWhoWantToHearIt() {
        room.with("a", EventType.BATCH_COMPLETED, EventType.BATCH_FAILED).with("b", EventType.BATCH_COMPLETED);
        var announcement = batch("batch_1");

        announce(announcement);

        assertThat(room.outbox.wasRung()).isTrue();
        assertThat(take()).containsExactly(new Outbox.Taken(announcement, List.of("a", "b")));
        assertThat(take()).isEmpty();
    }

    @Test
    void writesNothingThatNobodyWants() {
        room.with("a", EventType.BUDGET_REACHED);

        announce(batch("batch_1"));
        room.announcements.announce(batch("batch_2"));

        assertThat(room.announcements.isWanted(EventType.BATCH_COMPLETED)).isFalse();
        assertThat(room.outbox.wasRung()).isFalse();
        assertThat(take()).isEmpty();
    }

    @Test
    void isNotThereWhenItsFactIsNot() {
        room.with("a", EventType.BATCH_COMPLETED);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> commits.call(connection -> {
                    room.announcements.announce(connection, batch("batch_1"));
                    throw new ApiException(ErrorCode.CONFLICT, "scripted");
                }));

        assertThat(take()).isEmpty();
    }

    @Test
    void isWrittenSoonWithoutATransaction() {
        room.with("a", EventType.BATCH_COMPLETED);

        room.announcements.announce(batch("batch_1"));

        await().untilAsserted(() ->
                assertThat(database.ask("select count(*) from announcements")).isEqualTo("1"));
    }

    @Test
    void whoWantsNothingMoreIsNotTold() {
        room.with("a", EventType.BATCH_COMPLETED).with("a");

        announce(batch("batch_1"));

        assertThat(take()).isEmpty();
    }

    @Test
    void keepsWhatItKnewWhileTheDatabaseIsAway() {
        room.with("a", EventType.BATCH_COMPLETED);
        database.down(true);

        room.announcements.refresh();

        assertThat(room.announcements.isWanted(EventType.BATCH_COMPLETED)).isTrue();
        database.down(false);
    }

    @Test
    void isTakenOnceByManyServers() throws Exception {
        room.with("a", EventType.BATCH_COMPLETED);
        IntStream.range(0, 200).forEach(i -> announce(batch("batch_" + i)));
        var servers = List.of(database.commits(), database.commits(), database.commits());

        var subjects = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var takes = new ArrayList<Future<List<Outbox.Taken>>>();
            for (int i = 0; i < 60; i++) {
                var server = servers.get(i % servers.size());
                takes.add(threads.submit(() -> server.call(connection -> room.outbox.take(connection, 10))));
            }
            for (var take : takes) {
                take.get().forEach(taken -> subjects.add(taken.announcement().subject()));
            }
        }
        take().forEach(left -> subjects.add(left.announcement().subject()));

        assertThat(subjects).hasSize(200).doesNotHaveDuplicates();
    }

    private void announce(Announcement announcement) {
        commits.call(connection -> {
            room.announcements.announce(connection, announcement);
            return null;
        });
    }

    private List<Outbox.Taken> take() {
        return commits.call(connection -> room.outbox.take(connection, 1_000));
    }

    private static Announcement batch(String id) {
        return Announcement.of(EventType.BATCH_COMPLETED, "team:red", id, "{\"items\":3}", 1_700_000_000_000L);
    }
}
