package dev.parley.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.platform.FakeTicker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {

    private record Errand(String what, int count) {}

    /** Does what the test says, and remembers. */
    private static final class Errands implements Job<Errand> {

        final List<String> runs = new CopyOnWriteArrayList<>();
        final List<String> givenUp = new CopyOnWriteArrayList<>();
        volatile Retries retries = Retries.NONE;
        volatile Work work = (errand, attempt) -> Next.DONE;

        interface Work {
            Next of(Errand errand, Attempt attempt);
        }

        @Override
        public String name() {
            return "errand";
        }

        @Override
        public Class<Errand> payload() {
            return Errand.class;
        }

        @Override
        public Retries retries() {
            return retries;
        }

        @Override
        public Next run(Errand errand, Attempt attempt) {
            runs.add(attempt.id() + " " + errand.what() + errand.count() + " #" + attempt.number());
            return work.of(errand, attempt);
        }

        @Override
        public void gaveUp(Errand errand, Throwable cause) {
            givenUp.add(errand.what() + " " + ((ApiException) cause).code());
        }
    }

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final MemoryDatabase database = new MemoryDatabase();
    private final FakeClock clock = new FakeClock(Instant.parse("2030-03-01T00:00:00Z"));
    private final FakeTicker ticker = new FakeTicker();
    private final GroupCommit commits = database.commits();
    private final List<Workshop> open = new ArrayList<>();
    private final Errands errands = new Errands();
    private final Instances instance = database.instance(ticker);
    private final Jobs jobs = workshop(instance, errands);

    private Jobs workshop(Instances instances, Errands kind) {
        var workshop = new Workshop(database, clock, commits, instances, List.of(kind));
        open.add(workshop);
        return workshop.jobs();
    }

    @AfterEach
    void close() {
        open.forEach(Workshop::close);
        database.close();
    }

    @Test
    void doesWhatWasScheduledOnce() {
        jobs.schedule(errands, "a", new Errand("bread", 2), Duration.ZERO);

        awaitEmpty();
        assertThat(errands.runs).containsExactly("a bread2 #1");
    }

    @Test
    void doesIffItsTransactionIsCommitted() {
        assertThatThrownBy(() -> commits.call(connection -> {
                    jobs.schedule(connection, errands, "a", new Errand("never", 1), Duration.ZERO);
                    throw new ApiException(ErrorCode.CONFLICT, "scripted");
                }))
                .isInstanceOf(ApiException.class);
        commits.call(connection -> jobs.schedule(connection, errands, "b", new Errand("now", 1), Duration.ZERO));

        await().untilAsserted(() -> assertThat(errands.runs).containsExactly("b now1 #1"));
        assertThat(rows()).isZero();
    }

    @Test
    void doesLaterWhatIsForLater() {
        jobs.schedule(errands, "a", new Errand("tea", 1), Duration.ofHours(4));
        jobs.schedule(errands, "b", new Errand("milk", 1), Duration.ZERO);
        await().until(() -> errands.runs.size() == 1);
        assertThat(errands.runs).containsExactly("b milk1 #1");

        clock.pass(Duration.ofHours(4));

        await().untilAsserted(() -> assertThat(errands.runs).containsExactly("b milk1 #1", "a tea1 #1"));
    }

    @Test
    void doesAtOnceWhatIsHastened() {
        jobs.schedule(errands, "a", new Errand("tea", 1), Duration.ofHours(4));

        assertThat(commits.<Boolean>call(connection -> jobs.hasten(connection, errands, "a")))
                .isTrue();
        jobs.wake();

        awaitEmpty();
        assertThat(errands.runs).hasSize(1);
    }

    @Test
    void refusesTheSameIdWhileItIsThere() {
        assertThat(jobs.schedule(errands, "a", new Errand("tea", 1), Duration.ofHours(1)))
                .isTrue();
        assertThat(jobs.schedule(errands, "a", new Errand("coffee", 1), Duration.ofHours(1)))
                .isFalse();

        clock.pass(Duration.ofHours(1));

        awaitEmpty();
        assertThat(errands.runs).containsExactly("a tea1 #1");
    }

    @Test
    void forgetsWhatIsCancelled() {
        jobs.schedule(errands, "a", new Errand("tea", 1), Duration.ofHours(1));

        assertThat(commits.<Boolean>call(connection -> jobs.cancel(connection, errands, "a")))
                .isTrue();

        assertThat(rows()).isZero();
        assertThat(commits.<Boolean>call(connection -> jobs.cancel(connection, errands, "a")))
                .isFalse();
    }

    @Test
    void goesOnWhenToldTo() {
        var left = new AtomicInteger(3);
        errands.work = (errand, attempt) -> left.decrementAndGet() == 0 ? Next.DONE : Next.again(Duration.ZERO);

        jobs.schedule(errands, "a", new Errand("stairs", 1), Duration.ZERO);

        awaitEmpty();
        assertThat(errands.runs).containsExactly("a stairs1 #1", "a stairs1 #1", "a stairs1 #1");
    }

    @Test
    void triesAgainAsItsRetriesSayAndThenGivesUp() {
        errands.retries = Retries.after(Duration.ofMinutes(1), Duration.ofMinutes(10));
        errands.work = (errand, attempt) -> {
            throw new ApiException(ErrorCode.PROVIDER_UNREACHABLE, "scripted");
        };

        jobs.schedule(errands, "a", new Errand("door", 1), Duration.ZERO);
        await().until(() -> errands.runs.size() == 1);
        clock.pass(Duration.ofSeconds(66));
        await().until(() -> errands.runs.size() == 2);
        assertThat(errands.givenUp).isEmpty();
        clock.pass(Duration.ofMinutes(11));

        awaitEmpty();
        assertThat(errands.runs).containsExactly("a door1 #1", "a door1 #2", "a door1 #3");
        assertThat(errands.givenUp).containsExactly("door PROVIDER_UNREACHABLE");
    }

    @Test
    void waitsAsLongAsTheFailureSays() {
        errands.retries = Retries.after(Duration.ofSeconds(1));
        errands.work = (errand, attempt) -> {
            throw new ApiException(ErrorCode.RATE_LIMITED, "scripted", Duration.ofMinutes(5));
        };
        jobs.schedule(errands, "a", new Errand("door", 1), Duration.ZERO);
        await().until(() -> database.ask("select consecutive_failures from jobs") != null);

        var due = database.ask("select extract(epoch from execution_time) from jobs");

        assertThat(Double.parseDouble(due))
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)).getEpochSecond());
    }

    @Test
    void twoProcessesDoEveryJobOnce() {
        var others = workshop(database.instance(ticker), errands);

        for (int i = 0; i < 100; i++) {
            var end = i % 2 == 0 ? jobs : others;
            int number = i;
            commits.submit(connection ->
                    end.schedule(connection, errands, "e" + number, new Errand("x", number), Duration.ZERO));
        }

        await().until(() -> errands.runs.size() >= 100 && rows() == 0);
        assertThat(errands.runs).doesNotHaveDuplicates().hasSize(100);
    }

    @Test
    void takesOverWhatADeadProcessWasAtAndIgnoresItsLateWord() {
        var released = new CountDownLatch(1);
        errands.retries = Retries.doubling(Duration.ofSeconds(1), Duration.ofSeconds(8));
        errands.work = (errand, attempt) -> {
            awaitQuietly(released);
            return Next.DONE;
        };
        jobs.schedule(errands, "a", new Errand("bridge", 1), Duration.ZERO);
        await().until(() -> errands.runs.size() == 1);
        open.get(0).freeze();
        var otherInstance = database.instance(ticker);
        var second = new Errands();
        second.retries = errands.retries;
        second.work = (errand, attempt) -> Next.again(Duration.ofHours(1));
        workshop(otherInstance, second);
        var other = open.get(1);
        other.recover();
        assertThat(second.runs).isEmpty();

        MemoryDatabase.renew(otherInstance);
        ticker.pass(LEASE);
        other.recover();

        await().untilAsserted(() -> assertThat(second.runs).containsExactly("a bridge1 #2"));
        await().until(() -> "false".equalsIgnoreCase(database.ask("select picked from jobs")));
        released.countDown();
        open.remove(0).close();
        assertThat(rows()).isOne();
    }

    @Test
    void aJobThatKillsWhoeverRunsItIsGivenUp() {
        errands.retries = Retries.after(Duration.ofSeconds(1));
        jobs.schedule(errands, "a", new Errand("poison", 1), Duration.ofHours(1));
        database.ask("select count(*) from final table"
                + " (update jobs set picked = true, picked_by = 'inst_dead', consecutive_failures = 1)");

        open.get(0).recover();

        awaitEmpty();
        assertThat(errands.runs).isEmpty();
        assertThat(errands.givenUp).containsExactly("poison INTERRUPTED");
    }

    @Test
    void findsItsOwnJobsWhoseEndCouldNotBeWritten() {
        errands.retries = Retries.doubling(Duration.ofSeconds(1), Duration.ofSeconds(8));
        errands.work = (errand, attempt) -> {
            database.down(attempt.number() == 1);
            return Next.DONE;
        };
        jobs.schedule(errands, "a", new Errand("letter", 1), Duration.ZERO);
        await().until(() -> errands.runs.size() == 1);
        await().until(() -> {
            database.down(false);
            open.get(0).recover();
            return errands.runs.size() == 2;
        });

        awaitEmpty();
        assertThat(errands.runs).containsExactly("a letter1 #1", "a letter1 #2");
    }

    @Test
    void choresComeRoundAlsoAfterAFailure() {
        var times = new AtomicInteger();
        var chore = new Chore() {
            @Override
            public String name() {
                return "sweep";
            }

            @Override
            public Duration every() {
                return Duration.ofMinutes(10);
            }

            @Override
            public void run() {
                if (times.incrementAndGet() == 1) {
                    throw new IllegalStateException("scripted");
                }
            }
        };
        open.add(new Workshop(database, clock, commits, database.instance(ticker), List.of(errands), List.of(chore)));

        await().until(() -> {
            clock.pass(Duration.ofMinutes(11));
            return times.get() >= 3;
        });
    }

    @Test
    void beginsNothingAfterItsEnd() {
        open.remove(0).close();

        jobs.schedule(errands, "a", new Errand("tea", 1), Duration.ZERO);
        workshop(database.instance(ticker), new Errands());

        awaitEmpty();
        assertThat(errands.runs).isEmpty();
    }

    private void awaitEmpty() {
        await().until(() -> rows() == 0);
    }

    private long rows() {
        return Long.parseLong(database.ask("select count(*) from jobs where task_name = 'errand'"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException never) {
            throw new AssertionError(never);
        }
    }
}
