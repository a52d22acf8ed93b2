package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DurableRunsTest {

    private static final Object[] WHOLE = {
        new TextDelta("Hel"),
        new TextDelta("lo \"🌍\"\n"),
        new Delta.ToolCallDelta(0, "a", "time", ""),
        new UsageDelta(new Usage(3, 2, 1, 1, false)),
        new End(FinishReason.STOP)
    };

    private final MemoryDatabase database = new MemoryDatabase();
    private final Node node = new Node(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aFinishedRunIsReadWholeByTheNextProcess() {
        var run = finished(new Node.Speaker().says(WHOLE));

        var again = new Node(database).runs.find(run.id());

        assertThat(Node.events(again, 0)).isEqualTo(Node.events(run, 0));
        assertThat(Node.events(again, 3)).isEqualTo(Node.events(run, 3));
        assertThat(again.outcome()).isEqualTo(run.outcome());
        assertThat(again.completion(again.outcome())).isEqualTo(run.completion(run.outcome()));
        assertThat(again.spec().owner()).isEqualTo("open");
        assertThat(again.spec().createdAt()).isEqualTo(run.spec().createdAt());
        assertThat(again.times().total().toMillis())
                .isEqualTo(run.times().total().toMillis());
    }

    @Test
    void aRunThatNobodyComesToReadLeavesMemoryWhenItEnds() {
        var whole = Node.spec("run_of_an_item", "open", true);
        var spec = new RunSpec(
                whole.id(),
                whole.requestId(),
                whole.owner(),
                whole.operation(),
                whole.model(),
                whole.prompt(),
                whole.createdAt(),
                true,
                whole.deadline(),
                false);
        var speaker = new Node.Speaker();
        var run = node.runs.start(spec, List.of(), watch -> {
            watch.enter(Long.MAX_VALUE);
            return speaker;
        });
        assertThat(node.runs.find(run.id(), "open")).isSameAs(run);

        speaker.says(WHOLE);

        await().until(() -> !node.runs.keeps(run));
        var again = node.runs.find(run.id(), "open");
        assertThat(again.completion(again.end().toCompletableFuture().join())).isEqualTo(run.completion(run.outcome()));
        assertThat(node.runs.liveCount()).isZero();
    }

    @Test
    void aShortAnswerTakesOneRow() {
        finished(new Node.Speaker().says(WHOLE));

        assertThat(database.ask("select count(*) from runs")).isEqualTo("1");
        assertThat(database.ask("select count(*) from run_chunks")).isEqualTo("0");
    }

    @Test
    void whatWasWrittenInPiecesIsReadWhole() {
        var speaker = new Node.Speaker();
        var run = node.start(speaker);
        for (int i = 0; i < 5; i++) {
            int entries = i + 1;
            speaker.says(new TextDelta("word " + i));
            await().until(() -> run.journal().size() == entries);
            node.writer.flush();
        }
        speaker.says(WHOLE);
        written(run);

        assertThat(database.ask("select count(*) from run_chunks")).isEqualTo("5");
        assertThat(Node.events(new Node(database).runs.find(run.id()), 0)).isEqualTo(Node.events(run, 0));
    }

    @Test
    void failuresAndCancelledOnesAreReadAsTheyEnded() {
        var failed = finished(new Node.Speaker()
                .says(
                        new TextDelta("Hel"),
                        new ApiException(
                                ErrorCode.SCHEMA_VIOLATION,
                                "It has no age.",
                                List.of(new FieldError("age", "is required")))));
        var cancelled = finished(
                new Node.Speaker().says(new TextDelta("Hel"), new ApiException(ErrorCode.CANCELLED, "stopped")));

        for (var run : List.of(failed, cancelled)) {
            var again = new Node(database).runs.find(run.id());
            assertThat(Node.events(again, 0)).isEqualTo(Node.events(run, 0));
            assertThat(again.outcome().usage()).isEqualTo(run.outcome().usage());
        }
    }

    @Test
    void aRunWhoseProcessDiedEndsInterrupted() {
        var run = spoken("Hello ", "wor");
        var next = new Node(database);
        node.die(next);

        var again = next.runs.find(run.id());

        assertThat(again.outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
            assertThat(failed.failure().code().retryable()).isTrue();
            assertThat(failed.usage()).isEqualTo(Usage.estimated(0, 2));
        });
        assertThat(next.stored.outputSoFar(run.id())).isEqualTo(2);
        assertThat(next.stored.outputSoFar("run_never")).isZero();
        var events = Node.events(again, 0);
        assertThat(events.subList(0, 3))
                .isEqualTo(List.of(
                        "start:%s.0:{\"id\":\"%s\",\"model\":\"fake/answering\"}".formatted(run.id(), run.id()),
                        "delta:" + run.id() + ".1:{\"content\":\"Hello \"}",
                        "delta:" + run.id() + ".2:{\"content\":\"wor\"}"));
        assertThat(events.get(3)).startsWith("error:" + run.id() + ".3:").contains("\"code\":\"interrupted\"");
    }

    @Test
    void whoHasSeenMoreThanWasStoredHearsOfTheInterruptionToo() {
        var run = spoken("Hello");
        var next = new Node(database);
        node.die(next);

        var events = Node.events(next.runs.find(run.id()), 57);

        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).startsWith("error:" + run.id() + ".57:").contains("interrupted");
    }

    @Test
    void aRunThatDiedBeforeItSpokeIsInterruptedToo() {
        var run = node.start(new Node.Speaker());
        node.writer.flush();
        var next = new Node(database);
        node.die(next);

        assertThat(Node.events(next.runs.find(run.id()), 0)).hasSize(3);
    }

    @Test
    void aRunOfAnotherProcessIsFollowed() {
        var speaker = new Node.Speaker().says(new TextDelta("Hel"));
        var run = node.start(speaker);
        await().until(() -> run.journal().size() == 1);
        node.writer.flush();
        var other = new Node(database);

        var followed = other.runs.find(run.id());
        assertThat(other.runs.find(run.id())).isSameAs(followed);
        await().until(() -> followed.journal().size() == 1);
        assertThat(followed.outcome()).isNull();
        assertThat(other.runs.liveCount()).isZero();
        speaker.says(WHOLE);
        node.writer.flush();

        await().until(() -> followed.outcome() != null);
        assertThat(Node.events(followed, 0)).isEqualTo(Node.events(run, 0));
    }

    @Test
    void aFollowedRunEndsWithItsProcess() {
        var run = spoken("Hel");
        var other = new Node(database);
        var followed = other.runs.find(run.id());
        await().until(() -> followed.journal().size() == 1);

        node.die(other);

        await().until(() -> followed.outcome() != null);
        assertThat(((Outcome.Failed) followed.outcome()).failure().code()).isEqualTo(ErrorCode.INTERRUPTED);
    }

    @Test
    void leavingAFollowedRunStopsNothing() {
        var run = spoken("Hel");
        var followed = new Node(database).runs.find(run.id());
        Listener only = () -> {};
        followed.attach(only);
        followed.leave(only);

        assertThat(followed.isCancelled()).isFalse();
    }

    @Test
    void cancellingAFollowedRunReachesItsProcess() {
        var run = spoken("Hel");
        var followed = new Node(database).runs.find(run.id());

        followed.cancel();

        await().until(() -> "1".equals(database.ask("select count(*) from run_cancels")));
        node.writer.flush();
        assertThat(run.isCancelled()).isTrue();
        await().until(() -> "0".equals(database.ask("select count(*) from run_cancels")));
    }

    @Test
    void aDatabaseThatIsDownHoldsUpNoRunAndIsCaughtUpWith() {
        var speaker = new Node.Speaker().says(new TextDelta("Hel"));
        var run = node.start(speaker);
        await().until(() -> run.journal().size() == 1);
        node.writer.flush();

        var next = new Node(database);

        database.down(true);
        speaker.says(new TextDelta("lo"));
        var other = node.start(new Node.Speaker().says(WHOLE));
        await().until(() -> other.outcome() != null);
        node.writer.flush();
        node.writer.flush();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> next.runs.find(run.id()))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
        speaker.says(WHOLE);
        await().until(() -> run.outcome() != null);
        assertThat(node.writer.find(other.id())).isSameAs(other);

        database.down(false);
        await().untilAsserted(() -> {
            node.writer.flush();
            assertThat(node.writer.find(run.id())).isNull();
            assertThat(node.writer.find(other.id())).isNull();
        });
        assertThat(Node.events(next.runs.find(run.id()), 0)).isEqualTo(Node.events(run, 0));
        assertThat(Node.events(next.runs.find(other.id()), 0)).isEqualTo(Node.events(other, 0));
    }

    @Test
    void aRunThatCantBeWrittenIsLeftOutAndTheOthersAreNot() {
        var poisoned = node.start(new Node.Speaker().says(WHOLE), "x".repeat(5_000));
        var good = node.start(new Node.Speaker().says(WHOLE));

        await().until(() -> {
            node.writer.flush();
            return isWritten(poisoned) && isWritten(good);
        });

        assertThat(new Node(database).runs.find(good.id()).outcome()).isEqualTo(good.outcome());
        assertThat(database.ask("select count(*) from runs")).isEqualTo("1");
    }

    @Test
    void runsThatNobodyWantsStoredAreNot() {
        var plain = new Node(database, "parley.run.store", "false");
        var run = plain.start(new Node.Speaker().says(WHOLE));
        await().until(() -> run.outcome() != null);
        plain.writer.flush();

        assertThat(plain.runs.find(run.id())).isSameAs(run);
        assertThat(database.ask("select count(*) from runs")).isEqualTo("0");
        assertThat(plain.stored.find(run.id())).isEmpty();
    }

    @Test
    void whatHasExpiredIsGoneAndIsRemoved() {
        var run = spoken("Hel");
        var kept = Duration.ofHours(24);
        var next = new Node(database);

        next.at(Node.NOW.plus(kept).minusMillis(1));
        next.stored.sweep();
        assertThat(next.stored.find(run.id())).isPresent();

        next.at(Node.NOW.plus(kept));
        notFound(next, run.id());
        next.stored.sweep();
        await().until(() -> "0".equals(database.ask("select count(*) from runs")));
        assertThat(database.ask("select count(*) from run_chunks")).isEqualTo("0");
        notFound(next, "run_never");
    }

    @Test
    void twoHundredRunsAreWrittenWhileTheyAreRead() {
        var reader = new Node(database);
        var speakers = IntStream.range(0, 200).mapToObj(i -> new Node.Speaker()).toList();
        var runs = speakers.stream().map(node::start).toList();
        var flushing = CompletableFuture.runAsync(() -> {
            while (node.runs.liveCount() > 0) {
                node.writer.flush();
            }
        });
        var followed = new ArrayList<CompletableFuture<List<String>>>();
        for (int word = 0; word < 40; word++) {
            for (var speaker : speakers) {
                speaker.says(new TextDelta("w" + word + " "));
            }
            if (word == 5) {
                await().until(() -> "200".equals(database.ask("select count(*) from runs")));
                runs.forEach(run -> followed.add(whole(reader.runs.find(run.id()))));
            }
        }
        speakers.forEach(speaker -> speaker.says(WHOLE));
        flushing.join();
        await().until(() -> runs.stream().allMatch(this::isWritten));

        for (int i = 0; i < runs.size(); i++) {
            var events = Node.events(runs.get(i), 0);
            assertThat(followed.get(i).join()).isEqualTo(events);
        }
        var later = new Node(database);
        assertThat(runs)
                .allSatisfy(run ->
                        assertThat(Node.events(later.runs.find(run.id()), 0)).isEqualTo(Node.events(run, 0)));
    }

    private static CompletableFuture<List<String>> whole(Run run) {
        return run.end().thenApply(ended -> Node.events(run, 0)).toCompletableFuture();
    }

    private static void notFound(Node node, String id) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> node.runs.find(id))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RUN_NOT_FOUND));
    }

    /** A live run whose words are stored. */
    private Run spoken(String... words) {
        var speaker = new Node.Speaker();
        var run = node.start(speaker);
        for (var word : words) {
            speaker.says(new TextDelta(word));
        }
        await().until(() -> run.journal().size() == words.length);
        node.writer.flush();
        return run;
    }

    private Run finished(Node.Speaker speaker) {
        var run = node.start(speaker);
        written(run);
        return run;
    }

    private void written(Run run) {
        await().until(() -> isWritten(run));
    }

    private boolean isWritten(Run run) {
        return run.outcome() != null && node.writer.find(run.id()) == null;
    }
}
