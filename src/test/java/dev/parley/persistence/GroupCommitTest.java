package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.cache.Crowd;
import dev.parley.persistence.GroupCommit.Work;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final GroupCommit commits = database.commits();

    @BeforeEach
    void makeATable() {
        commits.call(connection -> connection
                .createStatement()
                .execute("create table lines (writer int, line int, primary key (writer, line))"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyPieceOfACrowdIsWrittenAndToldOnce() throws Exception {
        var told = new AtomicInteger();
        var writers = new AtomicInteger();

        var all = Crowd.of(40, () -> {
            int writer = writers.incrementAndGet();
            for (int line = 0; line < 100; line++) {
                var submitted = commits.submit(insert(writer, line));
                submitted.thenRun(told::incrementAndGet);
                if (line % 10 == 0) {
                    submitted.join();
                    assertThat(database.ask("select count(*) from lines where writer = " + writer))
                            .isEqualTo("" + (line + 1)); // in the order it came
                }
            }
            return commits.call(insert(writer, 100));
        });

        assertThat(all.stream().map(Future::resultNow)).containsOnly(1);
        assertThat(told).hasValue(4_000);
        assertThat(lines()).isEqualTo("4040");
    }

    @Test
    void manyShareACommit() {
        var transactions = new AtomicInteger();
        var gate = new CountDownLatch(1);
        var first = commits.submit(waitingFor(gate));
        var others = IntStream.range(0, 200)
                .mapToObj(i -> commits.submit(connection -> {
                    if (connection
                            .createStatement()
                            .executeQuery("select 1 from lines where writer = -1")
                            .next()) {
                        return 0;
                    }
                    transactions.incrementAndGet();
                    return connection.createStatement().executeUpdate("insert into lines values (-1, 0)");
                }))
                .toList();

        gate.countDown();
        first.join();
        others.forEach(CompletableFuture::join);

        // what the first has written its neighbours see before any commit
        assertThat(transactions).hasValue(1);
    }

    @Test
    void aPieceThatFailsTakesNoNeighbourWithIt() throws Exception {
        var writers = new AtomicInteger();
        Callable<Integer> work = () -> {
            int writer = writers.incrementAndGet();
            return commits.call(
                    switch (writer % 5) {
                        case 0 -> insert(0, 0); // all of these want the same place, and one gets it
                        case 1 ->
                            connection -> {
                                insert(writer, 1).in(connection);
                                throw new ApiException(ErrorCode.BUDGET_EXCEEDED, "scripted");
                            };
                        case 2 ->
                            connection -> {
                                insert(writer, 1).in(connection);
                                throw new SQLException("scripted");
                            };
                        default -> insert(writer, 0);
                    });
        };

        var all = Crowd.of(100, work);

        assertThat(codes(all, ErrorCode.BUDGET_EXCEEDED)).isEqualTo(20);
        assertThat(codes(all, ErrorCode.STORE_UNAVAILABLE)).isEqualTo(20 + 19);
        assertThat(all.stream().filter(one -> one.state() == Future.State.SUCCESS))
                .hasSize(41);
        assertThat(lines()).isEqualTo("41");
        assertThat(database.ask("select count(*) from lines where line = 1")).isEqualTo("0");
    }

    private static long codes(List<? extends Future<?>> all, ErrorCode code) {
        return all.stream()
                .filter(one -> one.state() == Future.State.FAILED && ((ApiException) one.exceptionNow()).code() == code)
                .count();
    }

    @Test
    void aDefectAndAnErrorFailTheirOwnPieceAlone() {
        for (var defect : List.<Throwable>of(new IllegalStateException("secret"), new StackOverflowError("secret"))) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> commits.call(connection -> {
                        if (defect instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) defect;
                    }))
                    .satisfies(failed -> {
                        assertThat(failed.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
                        assertThat(failed.detail()).doesNotContain("secret");
                    });
        }

        assertThat(commits.call(insert(1, 1))).isEqualTo(1);
    }

    @Test
    void whileTheDatabaseIsDownAllIsRefusedAndAfterwardsNothing() {
        database.down(true);
        assertUnavailable(() -> commits.call(insert(1, 1)));
        assertUnavailable(() -> commits.read(connection -> 1));

        database.down(false);
        assertThat(commits.call(insert(1, 1))).isEqualTo(1);
    }

    @Test
    void whoHasGivenUpHasHisWorkUndone() {
        var slow = database.impatientCommits();
        var gate = new CountDownLatch(1);
        slow.submit(waitingFor(gate));

        assertUnavailable(() -> slow.call(
                insert(1, 1),
                written -> connection -> connection.createStatement().executeUpdate("delete from lines")));
        gate.countDown();

        var after = new ArrayList<Integer>();
        await().until(() -> after.addAll(tryToInsert(slow, after.size())));
        await().until(() ->
                database.ask("select count(*) from lines where writer = 1").equals("0"));
    }

    @Test
    void whatWasCommittedTogetherWithSlowWorkIsUndoneToo() {
        var slow = database.impatientCommits();
        var first = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        slow.submit(waitingFor(first)); // while the next two queue up, to share a commit
        slow.submit(connection -> {
            begun.countDown();
            return waitingFor(second).in(connection);
        });
        assertUnavailable(() -> slow.call(
                insert(1, 1),
                written -> connection -> connection.createStatement().executeUpdate("delete from lines")));

        first.countDown();
        await().until(() -> begun.getCount() == 0);
        await().until(() -> slow.submit(connection -> null).isCompletedExceptionally());
        second.countDown();

        await().until(() -> !tryToInsert(slow, 1).isEmpty());
        await().until(() ->
                database.ask("select count(*) from lines where writer = 1").equals("0"));
    }

    @Test
    void whatMustBeUndoneWaitsForTheDatabase() {
        commits.call(insert(1, 1));
        database.down(true);

        commits.surely(connection -> connection.createStatement().executeUpdate("delete from lines"));

        assertUnavailable(() -> commits.call(insert(1, 2)));
        assertThat(lines()).isEqualTo("1");
        database.down(false);
        await().until(() -> lines().equals("0"));
    }

    @Test
    void behindADatabaseThatIsStuckNothingQueuesUp() {
        var slow = database.impatientCommits();
        var gate = new CountDownLatch(1);
        slow.submit(waitingFor(gate));
        assertUnavailable(() -> slow.call(insert(1, 1)));

        // known once the writer itself has been silent for so long; from then on nobody waits
        await().until(() -> slow.submit(connection -> null).isCompletedExceptionally());
        var refused = slow.submit(insert(1, 2));
        assertThat(refused).isCompletedExceptionally();

        gate.countDown();
        await().until(() -> !tryToInsert(slow, 3).isEmpty());
        assertThat(database.ask("select count(*) from lines where line = 2")).isEqualTo("0");
    }

    private static List<Integer> tryToInsert(GroupCommit commits, int line) {
        try {
            return List.of(commits.call(insert(2, line)));
        } catch (ApiException notYet) {
            return List.of();
        }
    }

    private static Work<Integer> waitingFor(CountDownLatch gate) {
        return connection -> {
            try {
                gate.await();
                return 0;
            } catch (InterruptedException stopped) {
                throw new SQLException(stopped);
            }
        };
    }

    private static Work<Integer> insert(int writer, int line) {
        return connection ->
                connection.createStatement().executeUpdate("insert into lines values (" + writer + "," + line + ")");
    }

    private static void assertUnavailable(Callable<?> call) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(call::call)
                .satisfies(failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private String lines() {
        return database.ask("select count(*) from lines");
    }

    @Test
    void workThatWasTakenIsDoneBeforeTheWriterStopsAndNoneIsTakenAfterwards() {
        var stopping = database.impatientCommits();
        var gate = new CountDownLatch(1);
        var underWay = stopping.submit(waitingFor(gate));
        var waiting = stopping.submit(insert(1, 1));

        stopping.stop();
        var late = stopping.submit(insert(1, 2));
        gate.countDown();

        assertThat(underWay).succeedsWithin(Duration.ofSeconds(10));
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
        assertThat(late).isCompletedExceptionally();
        assertThat(lines()).isEqualTo("1");
    }
}
