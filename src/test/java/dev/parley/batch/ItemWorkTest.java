package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.governance.Caller;
import dev.parley.governance.budget.Prices;
import dev.parley.governance.key.Callers;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.platform.FakeClock;
import dev.parley.platform.FakeTicker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** How one item comes to its result: what is asked, tried again, found again, waited for and given up. */
class ItemWorkTest {

    private static final Usage USED = Usage.reported(3, 2);
    private static final Outcome ANSWERED = new Outcome.Completed(FinishReason.STOP, USED);

    private final Stop stop = new Stop();
    private final Map<String, Said> stored = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Queue<Object> script = new ArrayDeque<>();
    private ApiException unreadable;
    private int replies = 1;

    /** A reply whose end the test decides. */
    private record Said(String id, CompletableFuture<Outcome> outcome) implements Reply {

        @Override
        public String model() {
            return "fake/m";
        }

        @Override
        public CompletionStage<Outcome> end() {
            return outcome;
        }

        @Override
        public void cancel() {
            outcome.complete(new Outcome.Cancelled(USED));
        }
    }

    /** Replies by the script: an outcome, a refusal, or nothing for one that does not end. */
    private final class Scripted implements Question<Said> {

        @Override
        public String model() {
            return null;
        }

        @Override
        public int replies() {
            return replies;
        }

        @Override
        public Verdict assess(Requester by, int count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Said ask(Terms terms, int number) {
            asked.add(terms.name().id());
            var next = script.poll();
            if (next instanceof ApiException refused) {
                throw refused;
            }
            var end = new CompletableFuture<Outcome>();
            if (next != null) {
                end.complete((Outcome) next);
            }
            var said = new Said(terms.name().id(), end);
            stored.put(said.id(), said);
            return said;
        }

        @Override
        public Said find(String name, String owner) {
            return stored.get(name);
        }

        @Override
        public Object answer(List<Said> all) {
            return all.stream().map(Said::id).toList().toString();
        }
    }

    private final ItemDialect dialect = new ItemDialect() {
        @Override
        public String endpoint() {
            return "/batches";
        }

        @Override
        public Item read(String line, Batch batch) {
            if (unreadable != null) {
                throw unreadable;
            }
            return new Item(line, new Scripted());
        }

        @Override
        public String id(String line) {
            return line;
        }

        @Override
        public String answered(String id, String replyId, Object answer) {
            return id + " " + answer;
        }

        @Override
        public String failed(String id, ApiException failure, String replyId) {
            return id + " " + failure.code().wireName() + " " + replyId;
        }
    };

    private ItemWork work() {
        var callers = new Callers() {
            @Override
            public Caller again(String id, String team) {
                return Caller.OPEN;
            }
        };
        var prices = new Prices() {
            @Override
            public Long cost(String model, Usage usage) {
                return (long) usage.total();
            }
        };
        var batch = Rooms.batch(State.RUNNING, 10);
        var replies = new ItemReplies(
                batch,
                Duration.ofSeconds(1),
                prices,
                new Payer(callers, batch, new FakeTicker()),
                new Purse(null, 0),
                new FakeClock(Instant.EPOCH));
        return new ItemWork(batch, replies, dialect, 2, new Patience(1, 1), stop);
    }

    private ItemResult result(int takes) {
        var chunk = new Chunk(0, 0, 1, takes, "a", Set.of());
        return work().answer(new ChunkSource.Entry(chunk, 7, "a"));
    }

    private static ApiException failure(ErrorCode code) {
        return new ApiException(code, "scripted", Duration.ZERO);
    }

    private static Outcome failed(ErrorCode code) {
        return new Outcome.Failed(failure(code), USED);
    }

    @Test
    void isAskedOnceUnderANameOfItsOwn() {
        script.add(ANSWERED);

        assertThat(result(1)).isEqualTo(new ItemResult(0, 7, false, "a [run_1_7_1_1]", 5));
        assertThat(asked).containsExactly("run_1_7_1_1");
    }

    @Test
    void isTriedAgainWhenItsProviderFailsAndAllAttemptsCost() {
        script.add(failed(ErrorCode.PROVIDER_ERROR));
        script.add(ANSWERED);

        assertThat(result(1)).isEqualTo(new ItemResult(0, 7, false, "a [run_1_7_1_2]", 10));
    }

    @Test
    void failsWithTheLastFailureAfterSoManyAttempts() {
        script.add(failed(ErrorCode.PROVIDER_ERROR));
        script.add(failed(ErrorCode.PROVIDER_ERROR));

        assertThat(result(1)).isEqualTo(new ItemResult(0, 7, true, "a provider_error run_1_7_1_2", 10));
    }

    @Test
    void isNotTriedAgainWhereThatCantHelp() {
        script.add(failed(ErrorCode.PROVIDER_REFUSED_REQUEST));

        assertThat(result(1).line()).isEqualTo("a provider_refused_request run_1_7_1_1");
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatOnlyNeedsTimeIsNoFailure() {
        script.addAll(List.of(
                failure(ErrorCode.RATE_LIMITED),
                failure(ErrorCode.TOO_MANY_RUNS),
                failed(ErrorCode.PROVIDER_RATE_LIMITED),
                ANSWERED));

        assertThat(result(1).failed()).isFalse();
        assertThat(asked).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whatAFormerHolderWasAnsweredIsNotPaidAgain() {
        stored.put(
                "run_1_7_1_1",
                new Said("run_1_7_1_1", CompletableFuture.completedFuture(failed(ErrorCode.INTERRUPTED))));
        stored.put("run_1_7_2_1", new Said("run_1_7_2_1", CompletableFuture.completedFuture(ANSWERED)));

        assertThat(result(3)).isEqualTo(new ItemResult(0, 7, false, "a [run_1_7_2_1]", 5));
        assertThat(asked).isEmpty();
    }

    @Test
    void ofSeveralRepliesOnlyThoseThatAreMissingAreAsked() {
        replies = 3;
        stored.put("run_1_7_1_1", new Said("run_1_7_1_1", CompletableFuture.completedFuture(ANSWERED)));
        stored.put("run_1_7_1_1_2", new Said("run_1_7_1_1_2", CompletableFuture.completedFuture(ANSWERED)));
        script.add(ANSWERED);

        assertThat(result(2).line()).isEqualTo("a [run_1_7_1_1, run_1_7_2_1_1, run_1_7_1_1_2]");
        assertThat(asked).containsExactly("run_1_7_2_1_1");
    }

    @Test
    void anItemOneOfWhoseRepliesFailsHasFailedAndAllOfItHasItsPrice() {
        replies = 2;
        script.add(ANSWERED);
        script.add(failed(ErrorCode.PROVIDER_REFUSED_REQUEST));

        assertThat(result(1)).isEqualTo(new ItemResult(0, 7, true, "a provider_refused_request run_1_7_1_1_1", 10));
    }

    @Test
    void aLineThatIsNoLongerRightFailsAndTheOthersGoOn() {
        unreadable = failure(ErrorCode.INVALID_REQUEST);

        assertThat(result(1)).isEqualTo(new ItemResult(0, 7, true, "a invalid_request null", 0));
    }

    @Test
    void aLineThatCantBeReadNowHasNoResultYet() {
        unreadable = failure(ErrorCode.STORE_UNAVAILABLE);

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> result(1));
    }

    @Test
    void aRevokedKeyEndsTheBatchAndNotTheItem() {
        script.add(failure(ErrorCode.UNAUTHORIZED));

        assertThat(result(1)).isNull();
        assertThat(stop.reason().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }

    @Test
    void aServerThatStopsLeavesTheItemToOthers() {
        script.add(failure(ErrorCode.DRAINING));

        assertThat(result(1)).isNull();
        assertThat(stop.isAsked()).isTrue();
        assertThat(stop.reason()).isNull();
    }

    @Test
    void whatRunsIsCancelledWithTheBatchAndHasNoResult() {
        var result = CompletableFuture.supplyAsync(() -> {
            var none = result(1);
            return none == null ? "none" : none.line();
        });
        await().until(() -> stored.containsKey("run_1_7_1_1"));

        stop.now();

        assertThat(result.join()).isEqualTo("none");
    }
}
