package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.FinishReason;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Listener;
import dev.parley.run.Node;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightsTest {

    /** One of many listeners; a lambda would be the same one each time. */
    private static final class Ear implements Listener {
        @Override
        public void wake() {
            // hears nothing
        }
    }

    private static final End STOP = new End(FinishReason.STOP);

    private final MemoryDatabase database = new MemoryDatabase();
    private final Node node = new Node(database);
    private final Flights flights = new Flights();
    private final Node.Speaker speaker = new Node.Speaker();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCrowdStartsOneRun() throws Exception {
        for (int round = 0; round < 50; round++) {
            var starts = new AtomicInteger();
            var silent = new Node.Speaker();
            Flights.Departure departure = () -> {
                starts.incrementAndGet();
                return start(silent);
            };

            var seats = Crowd.of(64, () -> flights.board("a", departure));

            assertThat(starts).hasValue(1);
            assertThat(seats.stream().map(seat -> seat.resultNow().run()).distinct())
                    .hasSize(1);
            assertThat(seats.stream().filter(seat -> !seat.resultNow().joined()))
                    .hasSize(1);
            silent.says(STOP);
            await().pollInterval(Duration.ofMillis(1)).until(() -> flights.size() == 0);
        }
    }

    @Test
    void othersFlyUnderTheirOwnNames() {
        var one = flights.board("one", () -> start(speaker)).run();
        var other = flights.board("other", () -> start(speaker)).run();

        assertThat(one).isNotSameAs(other);
        assertThat(flights.size()).isEqualTo(2);
    }

    @Test
    void whoWaitedForOneThatWasRefusedTriesAgain() throws Exception {
        var starts = new AtomicInteger();

        var seats = Crowd.of(
                20,
                () -> flights.board("a", () -> {
                    if (starts.incrementAndGet() <= 5) {
                        throw new ApiException(ErrorCode.RATE_LIMITED, "scripted");
                    }
                    return start(speaker);
                }));

        assertThat(starts).hasValue(6);
        assertThat(seats.stream().filter(seat -> seat.state() == Future.State.FAILED))
                .hasSize(5)
                .allSatisfy(seat -> assertThat(seat.exceptionNow()).isInstanceOf(ApiException.class));
        assertThat(seats.stream()
                        .filter(seat -> seat.state() == Future.State.SUCCESS)
                        .map(seat -> seat.resultNow().run())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aNameIsFreeAfterAnError() {
        assertThatThrownBy(() -> flights.board("a", () -> {
                    throw new StackOverflowError("scripted");
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(flights.size()).isZero();
        assertThat(flights.board("a", () -> start(speaker)).joined()).isFalse();
    }

    @Test
    void theFirstWhoLeavesHurtsNobodyAndTheLastEndsTheRun() {
        var first = flights.board("a", () -> start(speaker)).run();
        var second = flights.board("a", () -> start(speaker)).run();
        assertThat(second).isSameAs(first);
        var one = new Ear();
        var other = new Ear();
        first.attach(one);

        first.leave(one);
        assertThat(cancelled(first)).isFalse(); // the second is expected
        second.attach(other);
        assertThat(cancelled(first)).isFalse();
        second.leave(other);

        await().until(() -> first.outcome() instanceof Outcome.Cancelled);
    }

    @Test
    void whoJoinedDoesNotEndTheRunBeforeTheFirstListens() {
        var first = flights.board("a", () -> start(speaker)).run();
        var second = flights.board("a", () -> start(speaker)).run();
        var early = new Ear();
        second.attach(early);

        second.leave(early);

        assertThat(cancelled(first)).isFalse();
        speaker.says(STOP);
        await().until(() -> first.outcome() instanceof Outcome.Completed);
    }

    @Test
    void whoComesWhileARunIsCancelledGetsOneOfTheirOwn() {
        var first = flights.board("a", () -> start(speaker)).run();
        first.cancel();

        var second = flights.board("a", () -> start(speaker));

        assertThat(second.joined()).isFalse();
        assertThat(second.run()).isNotSameAs(first);
    }

    @Test
    void whatIsDoneWithTheEndIsDoneBeforeTheNameIsFree() throws InterruptedException {
        var flyingAtTheEnd = new AtomicInteger(-1);
        var told = new CountDownLatch(1);
        flights.board("a", new Flights.Departure() {
            @Override
            public Run begin() {
                return start(speaker.says(STOP));
            }

            @Override
            public void ended(Run run, Outcome outcome) {
                flyingAtTheEnd.set(flights.size());
                told.countDown();
            }
        });

        told.await();
        assertThat(flyingAtTheEnd).hasValue(1);
        await().until(() -> flights.size() == 0);
    }

    @Test
    void aNameIsFreeWhenWhatIsDoneWithTheEndFails() {
        flights.board("a", new Flights.Departure() {
            @Override
            public Run begin() {
                return start(speaker.says(STOP));
            }

            @Override
            public void ended(Run run, Outcome outcome) {
                throw new IllegalStateException("scripted");
            }
        });

        await().until(() -> flights.size() == 0);
    }

    /** Most leave at once, some stay to the end; nobody who stays may be left with a cancelled run. */
    @Test
    void nobodyWhoStaysIsCancelledByThoseWhoLeave() throws Exception {
        Set<Run> runs = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 300; round++) {
            var name = "round " + round;
            var talking = new AtomicReference<>(new Node.Speaker());
            Flights.Departure departure = () -> start(talking.updateAndGet(old -> new Node.Speaker()));
            var stayed = Crowd.of(12, () -> {
                boolean stays = ThreadLocalRandom.current().nextInt(4) == 0;
                var run = flights.board(name, departure).run();
                var listener = new Ear();
                run.attach(listener);
                if (stays) {
                    return run;
                }
                run.leave(listener);
                return null;
            });
            stayed.stream().map(Future::resultNow).filter(run -> run != null).forEach(run -> {
                assertThat(cancelled(run)).isFalse();
                runs.add(run);
            });
        }
        assertThat(runs).isNotEmpty();
        runs.forEach(Run::cancel);
        await().until(() -> flights.size() == 0);
    }

    private Run start(Node.Speaker says) {
        return node.start(Ids.next("run"), says, "open", false);
    }

    private static boolean cancelled(Run run) {
        boolean late = !run.expectOneMore();
        if (!late) {
            run.expectOneLess();
        }
        return late;
    }

    @Test
    void anAnnouncementThatIsTakenBackIsNotWaitedFor() {
        var run = flights.board("a", () -> start(speaker.says(new TextDelta("Hi"))))
                .run();
        flights.board("a", () -> start(speaker));

        run.expectOneLess();
        assertThat(cancelled(run)).isFalse();
        run.expectOneLess();

        await().until(() -> run.outcome() instanceof Outcome.Cancelled);
    }
}
