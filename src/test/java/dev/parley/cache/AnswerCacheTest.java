package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Node;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerCacheTest {

    private static final UsageDelta USED = new UsageDelta(Usage.reported(3, 2));

    private final MemoryDatabase database = new MemoryDatabase();
    private final Node node = new Node(database);
    private final FakeTicker ticker = new FakeTicker();
    private final AnswerCache answers = cache(Map.of());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anAnswerIsFoundWhole() {
        var run = answered("Hello");
        answers.keep(Questions.of("hi"), run, run.outcome());

        var found = find(answers, Questions.of("hi")).orElseThrow();

        assertThat(found.deltas()).containsExactly(new TextDelta("Hello"), USED, new End(FinishReason.STOP));
        assertThat(found.model()).isEqualTo("fake/answering");
        assertThat(found.outcome()).isEqualTo(run.outcome());
        assertThat(find(answers, Questions.of("ho"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, true",
        "TOOL_CALLS, true",
        "LENGTH, false",
        "CONTENT_FILTER, false",
        "BUDGET, false",
        "CANCELLED, false"
    })
    void onlyWholeAnswersAreKept(FinishReason reason, boolean kept) {
        var run = ended(new TextDelta("Hel"), USED, new End(reason));

        answers.keep(Questions.of("hi"), run, run.outcome());

        assertThat(find(answers, Questions.of("hi")).isPresent()).isEqualTo(kept);
    }

    @Test
    void failuresAndWhatWasCancelledAreNotKept() {
        var run = answered("Hello");

        answers.keep(Questions.of("hi"), run, new Outcome.Cancelled(Usage.reported(3, 2)));
        answers.keep(
                Questions.of("hi"),
                run,
                new Outcome.Failed(new ApiException(ErrorCode.PROVIDER_ERROR, "scripted"), Usage.reported(3, 2)));

        assertThat(find(answers, Questions.of("hi"))).isEmpty();
    }

    @Test
    void anAnswerIsForgottenAfterFiveMinutes() {
        keep(answers, "hi", "Hello");

        ticker.pass(Duration.ofMinutes(5).minusNanos(1));
        assertThat(find(answers, Questions.of("hi"))).isPresent();

        ticker.pass(Duration.ofNanos(1));
        assertThat(find(answers, Questions.of("hi"))).isEmpty();
    }

    @Test
    void anAnswerThatIsFoundDoesNotLiveLonger() {
        var brief = cache(Map.of("parley.cache.ttl", "10s"));
        keep(brief, "hi", "Hello");
        for (int i = 0; i < 9; i++) {
            ticker.pass(Duration.ofSeconds(1));
            assertThat(find(brief, Questions.of("hi"))).isPresent();
        }

        ticker.pass(Duration.ofSeconds(1));

        assertThat(find(brief, Questions.of("hi"))).isEmpty();
    }

    @Test
    void aCallerMayWantAYoungerOneAndTheNewOneReplacesTheOld() {
        keep(answers, "hi", "old");
        ticker.pass(Duration.ofSeconds(10));

        assertThat(answers.find(Questions.of("hi"), CachePolicy.of("max-age=11")))
                .isPresent();
        assertThat(answers.find(Questions.of("hi"), CachePolicy.of("max-age=10")))
                .isEmpty();

        keep(answers, "hi", "new");
        assertThat(answers.find(Questions.of("hi"), CachePolicy.of("max-age=10"))
                        .orElseThrow()
                        .deltas())
                .startsWith(new TextDelta("new"));
    }

    @Test
    void anotherOwnerFindsNothingUnlessAnswersAreShared() {
        var shared = cache(Map.of("parley.cache.scope", "shared"));
        keep(answers, "hi", "Hello");
        keep(shared, "hi", "Hello");

        assertThat(find(answers, Questions.of("key_2", "hi"))).isEmpty();
        assertThat(find(shared, Questions.of("key_2", "hi"))).isPresent();
    }

    @Test
    void aScopeThatDoesNotExistStopsTheStart() {
        assertThatThrownBy(() -> cache(Map.of("parley.cache.scope", "team"))).hasMessageContaining("key or shared");
    }

    @Test
    void noMoreEntriesAreKeptThanAreAllowed() {
        var small = cache(Map.of("parley.cache.max-entries", "10"));

        for (int i = 0; i < 100; i++) {
            keep(small, "question " + i, "Hello");
        }

        assertThat(IntStream.range(0, 100)
                        .filter(i -> find(small, Questions.of("question " + i)).isPresent()))
                .hasSizeBetween(1, 10);
    }

    @Test
    void noMoreBytesAreKeptThanAreAllowed() {
        var small = cache(Map.of("parley.cache.max-bytes", "100000"));
        var text = "x".repeat(10_000); // 20 KB, and something for the rest

        for (int i = 0; i < 20; i++) {
            keep(small, "question " + i, text);
        }

        assertThat(IntStream.range(0, 20)
                        .filter(i -> find(small, Questions.of("question " + i)).isPresent()))
                .hasSizeBetween(1, 4);
    }

    @Test
    void anAnswerThatIsLargerThanAllIsNotKept() {
        var tiny = cache(Map.of("parley.cache.max-bytes", "1024"));

        keep(tiny, "hi", "x".repeat(1_000));

        assertThat(find(tiny, Questions.of("hi"))).isEmpty();
    }

    @Test
    void aCrowdFindsWhatBelongsToItsQuestion() throws Exception {
        var small = cache(Map.of("parley.cache.max-entries", "5"));
        var runs = IntStream.range(0, 20).mapToObj(i -> answered("answer " + i)).toList();
        Callable<Boolean> work = () -> {
            for (int i = 0; i < 2_000; i++) {
                int number = ThreadLocalRandom.current().nextInt(runs.size());
                var question = Questions.of("question " + number);
                var run = runs.get(number);
                small.keep(question, run, run.outcome());
                var wrong = find(small, question)
                        .filter(found -> !found.deltas().getFirst().equals(new TextDelta("answer " + number)));
                if (wrong.isPresent()) {
                    return false;
                }
            }
            return true;
        };

        assertThat(Crowd.of(8, work).stream().map(Future::resultNow)).containsOnly(true);
    }

    @Test
    void onlyRequestsThatMayShareARunFlyTogether() {
        var question = Questions.of("hi");
        var flight = answers.flight(question, "key_1", null);

        assertThat(answers.flight(Questions.of("hi"), "key_1", null)).isEqualTo(flight);
        assertThat(answers.flight(question, "key_2", null)).isNotEqualTo(flight);
        assertThat(answers.flight(question, "key_1", Duration.ofSeconds(1))).isNotEqualTo(flight);
        assertThat(answers.flight(Questions.of("ho"), "key_1", null)).isNotEqualTo(flight);
        var streamed = new Question("key_1", question.models(), question.prompt(), 0, true);
        assertThat(answers.flight(streamed, "key_1", null)).isNotEqualTo(flight);
    }

    private AnswerCache cache(Map<String, String> settings) {
        var cache = new AnswerCache();
        cache.configure(Settings.of(settings), ticker);
        return cache;
    }

    private static Optional<Answer> find(AnswerCache cache, Question question) {
        return cache.find(question, CachePolicy.UNSAID);
    }

    private void keep(AnswerCache cache, String question, String text) {
        var run = answered(text);
        cache.keep(Questions.of(question), run, run.outcome());
    }

    private Run answered(String text) {
        return ended(new TextDelta(text), USED, new End(FinishReason.STOP));
    }

    private Run ended(Delta... deltas) {
        var run = node.start(Ids.next("run"), new Node.Speaker().says((Object[]) deltas), "key_1", false);
        run.end().toCompletableFuture().copy().orTimeout(10, TimeUnit.SECONDS).join();
        return run;
    }
}
