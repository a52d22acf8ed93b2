package dev.parley.webhook.in;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.event.EventRoom;
import dev.parley.event.EventType;
import dev.parley.event.Outbox;
import dev.parley.generation.RunName;
import dev.parley.job.Attempt;
import dev.parley.job.Next;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.observability.QuietMeters;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FakeProvider;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import dev.parley.run.ScriptedRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeJobTest {

    private static final Attempt ATTEMPT = new Attempt("in_1", 1, () -> false);
    private static final Attempt WHILE_STOPPING = new Attempt("in_1", 1, () -> true);

    private final MemoryDatabase database = new MemoryDatabase();
    private final GroupCommit commits = database.commits();
    private final EventRoom events = new EventRoom(database).with("a", EventType.WEBHOOK_DEAD_LETTERED);
    private final FakeClock clock = new FakeClock(Instant.parse("2026-11-23T12:00:00Z"));
    private final Map<String, Run> known = new HashMap<>();
    private final List<String> begun = new ArrayList<>();
    private final IntakeJob job = new IntakeJob();
    private Function<String, Run> model = this::answered;

    @BeforeEach
    void open() {
        job.settings = Settings.of(Map.of(
                "parley.webhooks", "plain",
                "parley.webhooks.plain.scheme", "token",
                "parley.webhooks.plain.secret", "a secret of a source",
                "parley.webhooks.plain.prompt", "{{body}}",
                "parley.webhooks.plain.key", "key_1",
                "parley.webhooks.retries", "5s,30s"));
        job.sources = new Sources();
        job.sources.settings = job.settings;
        job.sources.configure();
        job.work = new Work() {
            @Override
            Run begin(Source source, Received received, RunName name) {
                begun.add(name.id());
                var run = model.apply(name.id());
                known.put(name.id(), run);
                return run;
            }
        };
        job.runs = new Runs() {
            @Override
            public Run find(String id) {
                if (!known.containsKey(id)) {
                    throw new ApiException(ErrorCode.RUN_NOT_FOUND, "scripted");
                }
                return known.get(id);
            }
        };
        job.commits = commits;
        job.announcements = events.announcements;
        job.meters = new QuietMeters().webhooks();
        job.clock = clock;
        job.configure();
        store("plain");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsTheAnswer() {
        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(received().state()).isEqualTo(Received.DONE);
        assertThat(received().answer()).isEqualTo("It is done.");
        assertThat(received().runId()).isEqualTo(begun.getFirst());
        assertThat(attempt()).isEqualTo(Next.DONE);
        assertThat(begun).hasSize(1);
    }

    @Test
    void aRunThatHadEndedBeforeTheCrashIsNotPaidAgain() {
        write(received().begun("run_1"));
        known.put("run_1", answered("run_1"));

        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(begun).isEmpty();
        assertThat(received().answer()).isEqualTo("It is done.");
    }

    @Test
    void aRunThatACrashHasCutIsBegunAnewUnderAnotherName() {
        write(received().begun("run_1"));
        known.put("run_1", failed("run_1", ErrorCode.INTERRUPTED));

        assertThat(attempt()).isInstanceOf(Next.Again.class);
        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(begun).singleElement().isNotEqualTo("run_1");
        assertThat(received().state()).isEqualTo(Received.DONE);
    }

    @Test
    void aRunThatWasNeverStartedIsBegunAnew() {
        write(received().begun("run_1"));

        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(begun).hasSize(1);
    }

    @Test
    void aCrashInTheSecondAttemptFindsThatAttemptsRun() {
        model = id -> failed(id, ErrorCode.PROVIDER_ERROR);
        attempt();
        write(received().begun("run_2"));
        known.put("run_2", answered("run_2"));

        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(begun).hasSize(1);
        assertThat(received().runId()).isEqualTo("run_2");
        assertThat(received().attempts()).isEqualTo(2);
    }

    @Test
    void triesAgainByTheScheduleThenItIsDeadAndTold() {
        model = id -> failed(id, ErrorCode.PROVIDER_ERROR);

        assertThat(wait(attempt())).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_500));
        assertThat(received().error()).isEqualTo("provider_error");
        assertThat(wait(attempt())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
        assertThat(received().nextAt()).isGreaterThan(clock.millis());
        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(begun).hasSize(3).doesNotHaveDuplicates();
        assertThat(received().state()).isEqualTo(Received.DEAD);
        List<Outbox.Taken> told = commits.call(connection -> events.outbox.take(connection, 9));
        assertThat(told)
                .singleElement()
                .satisfies(
                        taken -> assertThat(taken.announcement().data())
                                .isEqualTo(
                                        "{\"direction\":\"in\",\"source\":\"plain\",\"attempts\":3,\"error\":\"provider_error\"}"));
    }

    @Test
    void whatCantGetBetterIsNotTriedAgain() {
        model = id -> {
            throw new ApiException(ErrorCode.BUDGET_EXCEEDED, "scripted");
        };

        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(received().state()).isEqualTo(Received.DEAD);
        assertThat(received().error()).isEqualTo("budget_exceeded");
    }

    @Test
    void obeysWhoAsksForPatience() {
        model = id -> {
            throw new ApiException(ErrorCode.RATE_LIMITED, "scripted", Duration.ofMinutes(10));
        };

        assertThat(wait(attempt())).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void whatAStoppingServerRefusesOrCancelsGoesToTheNextOne() {
        model = id -> {
            throw new ApiException(ErrorCode.DRAINING, "scripted");
        };
        assertThat(job.run(new IntakeJob.Of("in_1"), WHILE_STOPPING)).isInstanceOf(Next.Again.class);
        assertThat(received().attempts()).isZero();

        model = this::cancelled;
        assertThat(job.run(new IntakeJob.Of("in_1"), WHILE_STOPPING)).isInstanceOf(Next.Again.class);
        assertThat(received().state()).isEqualTo(Received.PENDING);

        model = this::answered;
        assertThat(attempt()).isEqualTo(Next.DONE);
        assertThat(received().state()).isEqualTo(Received.DONE);
    }

    @Test
    void whatSomebodyCancelsIsDead() {
        model = this::cancelled;

        assertThat(attempt()).isEqualTo(Next.DONE);

        assertThat(received().error()).isEqualTo("cancelled");
    }

    @Test
    void whatASourceSentThatIsNoMoreIsDead() {
        commits.call(connection -> {
            IntakeTable.insert(connection, received("in_2", "gone"), List.of("id:2"));
            return null;
        });

        assertThat(job.run(new IntakeJob.Of("in_2"), ATTEMPT)).isEqualTo(Next.DONE);

        assertThat(commits.read(connection -> IntakeTable.find(connection, "in_2"))
                        .orElseThrow()
                        .error())
                .isEqualTo("source_unknown");
    }

    private Next attempt() {
        return job.run(new IntakeJob.Of("in_1"), ATTEMPT);
    }

    private static Duration wait(Next next) {
        return ((Next.Again) next).after();
    }

    private Received received() {
        return commits.read(connection -> IntakeTable.find(connection, "in_1")).orElseThrow();
    }

    private void write(Received after) {
        boolean written = commits.call(connection -> IntakeTable.update(connection, received(), after));
        assertThat(written).isTrue();
    }

    private void store(String source) {
        commits.call(connection -> {
            IntakeTable.insert(connection, received("in_1", source), List.of("id:1"));
            return null;
        });
    }

    private Received received(String id, String source) {
        return new Received(
                id, source, "d", "req_1", null, "{}", Received.PENDING, 0, null, null, null, 0, clock.millis());
    }

    private Run answered(String id) {
        return played(
                id,
                new FakeProvider("fake").answers(new Delta.TextDelta("It is done."), new Delta.End(FinishReason.STOP)));
    }

    private Run failed(String id, ErrorCode code) {
        return played(id, new FakeProvider("fake").refuses(code));
    }

    private Run cancelled(String id) {
        return failed(id, ErrorCode.CANCELLED);
    }

    private static Run played(String id, FakeProvider provider) {
        var run = ScriptedRuns.of(id, provider);
        run.run();
        return run;
    }
}
