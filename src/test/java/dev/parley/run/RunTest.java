package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.llm.Content;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.ReasoningDelta;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FakeProvider;
import dev.parley.provider.House;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunTest {

    private final FakeProvider provider = new FakeProvider("fake");
    private boolean continues;

    @Test
    void anAnswerIsWholeAndCounted() {
        provider.answers(
                new TextDelta("Hello"),
                new TextDelta(" world"),
                new UsageDelta(Usage.reported(3, 2)),
                new End(FinishReason.STOP));
        var run = run();

        run.run();

        assertThat(run.journal().outcome()).isEqualTo(new Outcome.Completed(FinishReason.STOP, Usage.reported(3, 2)));
        assertThat(run.completion(run.journal().outcome()).text()).isEqualTo("Hello world");
        assertThat(run.model()).isEqualTo("fake/m");
        assertThat(provider.openStreams()).isZero();
    }

    @Test
    void nobodyHearsOfAnEndBeforeItIsSettled() throws InterruptedException {
        provider.answers(new TextDelta("Hello"), new End(FinishReason.STOP));
        var run = run();
        var settled = new CompletableFuture<Void>();
        run.end().thenRun(settled::join);
        var thread = start(run);
        await().until(() -> run.journal().outcome() != null);

        assertThat(run.isSettling()).isTrue();

        settled.complete(null);
        thread.join();
        assertThat(run.isSettling()).isFalse();
    }

    @Test
    void usageThatTheProviderKeepsToItselfIsEstimatedAndMarked() {
        provider.answers(new TextDelta("Hello"), new End(FinishReason.LENGTH));
        var run = run();

        run.run();

        assertThat(run.journal().outcome().usage()).isEqualTo(Usage.estimated(7, 5));
        assertThat(run.journal().at(1)).isEqualTo(new UsageDelta(Usage.estimated(7, 5)));
    }

    @Test
    void aRunThatIsStoppedFailsWithTheReasonAndKeepsWhatCame() throws InterruptedException {
        provider.answers(new TextDelta("Hel"));
        var run = run();
        var thread = start(run);
        await().until(run::spoke);

        run.stop(new ApiException(ErrorCode.UNAUTHORIZED, "gone"));
        thread.join();

        var outcome = (Outcome.Failed) run.journal().outcome();
        assertThat(outcome.failure().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
        assertThat(run.journal().size()).isPositive();
        assertThat(provider.openStreams()).isZero();
    }

    @Test
    void toolCallsArePutTogetherByIndex() {
        provider.answers(
                new ReasoningDelta("hm"),
                new ToolCallDelta(0, "a", "weather", "{\"city\":"),
                new ToolCallDelta(1, "b", "time", "{}"),
                new ToolCallDelta(0, null, null, "\"Oslo\"}"),
                new End(FinishReason.TOOL_CALLS));
        var run = run();

        run.run();

        var completion = run.completion(run.journal().outcome());
        assertThat(completion.toolCalls())
                .containsExactly(
                        new Content.ToolCall("a", "weather", "{\"city\":\"Oslo\"}"),
                        new Content.ToolCall("b", "time", "{}"));
        assertThat(completion.reasoning()).isEqualTo("hm");
    }

    @Test
    void aBrokenAnswerFailsAndKeepsItsText() {
        provider.breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, new TextDelta("Hel"));
        var run = run();

        run.run();

        assertThat(run.journal().outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
            assertThat(failed.usage()).isEqualTo(Usage.estimated(7, 3));
        });
        assertThat(run.journal().size()).isEqualTo(1);
    }

    @Test
    void aDefectEndsTheRunAsAnInternalErrorWithoutItsText() {
        var run = new Run(
                spec(),
                watch -> {
                    throw new IllegalStateException("secret");
                },
                rules(1_000));

        run.run();

        assertThat(run.journal().outcome()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(failed.failure().detail()).doesNotContain("secret");
        });
    }

    @Test
    void anEndlessAnswerIsStoppedAtTheMostARunHolds() {
        provider.answers(new TextDelta("x".repeat(600)), new TextDelta("x".repeat(600)), new End(FinishReason.STOP));
        var run = run();

        run.run();

        assertThat(run.journal().outcome())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(ErrorCode.ANSWER_TOO_LARGE));
        assertThat(provider.openStreams()).isZero();
    }

    @Test
    void isCancelledWhenTheLastListenerLeaves() throws InterruptedException {
        provider.answers(new TextDelta("Hel"));
        var run = run();
        Listener one = () -> {};
        Listener other = () -> {};
        run.attach(one);
        run.attach(other);
        var thread = start(run);

        run.leave(one);
        assertThat(run.journal().outcome()).isNull();
        run.leave(other);

        thread.join();
        assertThat(run.journal().outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(provider.openStreams()).isZero();
    }

    @Test
    void isNotCancelledWhileAnAnnouncedListenerIsToCome() throws InterruptedException {
        provider.answers(new TextDelta("Hel"));
        var run = run();
        Listener one = () -> {};
        Listener other = () -> {};
        run.attach(one);
        assertThat(run.expectOneMore()).isTrue();
        var thread = start(run);

        run.leave(one);
        run.leave(one); // a second time is without effect
        assertThat(run.isCancelled()).isFalse();
        run.attach(other);
        run.leave(other);

        thread.join();
        assertThat(run.outcome()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(run.expectOneMore()).isFalse();
    }

    @Test
    void aListenerThatIsHandedOverTakesNobodysPlace() {
        var run = run();
        Listener early = () -> {};
        Listener late = () -> {};
        run.attach(early);
        run.expectOneMore();

        run.handOver(early, late);
        run.leave(early);
        run.leave(late);

        assertThat(run.isCancelled()).isFalse();
        run.expectOneLess();
        assertThat(run.isCancelled()).isTrue();
    }

    @Test
    void whoIsHandedOverToIsWoken() {
        provider.answers(new End(FinishReason.STOP));
        var run = run();
        Listener early = () -> {};
        run.attach(early);
        run.run();
        var woken = new CountDownLatch(1);

        run.handOver(early, woken::countDown);

        assertThat(woken.getCount()).isZero();
    }

    @Test
    void aRunThatHasEndedCanBeJoinedUnlessItWasCancelled() {
        provider.answers(new End(FinishReason.STOP));
        var run = run();
        run.run();
        run.cancel(); // without effect

        assertThat(run.expectOneMore()).isTrue();
    }

    @Test
    void goesOnWithoutListenersWhenItWasToldSo() throws InterruptedException {
        provider.answers(new TextDelta("Hello"), new End(FinishReason.STOP));
        var run = run();
        Listener only = () -> {};
        run.attach(only);
        run.goOn();
        run.leave(only);

        start(run).join();

        assertThat(run.journal().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void goesOnWithoutListenersWhenItWasStartedSo() throws InterruptedException {
        continues = true;
        provider.answers(new TextDelta("Hello"), new End(FinishReason.STOP));
        var run = run();
        Listener only = () -> {};
        run.attach(only);
        run.leave(only);

        start(run).join();

        assertThat(run.journal().outcome()).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void cancelKeepsThePartialText() throws InterruptedException {
        provider.answers(new TextDelta("Hel"));
        var run = run();
        var spoke = new CountDownLatch(1);
        run.attach(spoke::countDown);
        var thread = start(run);
        spoke.await();

        run.cancel();
        thread.join();

        var completion = run.completion(run.journal().outcome());
        assertThat(completion.text())
                .startsWith("Hel".substring(0, run.journal().size() == 0 ? 0 : 3));
        assertThat(completion.finishReason()).isEqualTo(FinishReason.CANCELLED);
    }

    @Test
    void whoWaitsForTheEndIsToldBeforeTheListeners() {
        provider.answers(new End(FinishReason.STOP));
        var run = run();
        var order = new StringBuilder();
        run.attach(() -> {
            if (run.journal().outcome() != null) {
                order.append(" listener");
            }
        });
        run.end().thenRun(() -> order.append("settled"));

        run.run();

        assertThat(order).hasToString("settled listener");
    }

    @Test
    void everyListenerHearsTheEndHoweverItCameAndWent() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            var racing = new FakeProvider("fake")
                    .answers(new TextDelta("a"), new TextDelta("b"), new End(FinishReason.STOP));
            var run = new Run(spec(), watch -> House.call(racing, spec().deadline(), watch), rules(1_000));
            var heard = new CountDownLatch(8);
            var thread = start(run);
            for (int i = 0; i < 8; i++) {
                Thread.startVirtualThread(() -> run.attach(new Listener() {
                    private boolean told;

                    @Override
                    public synchronized void wake() {
                        if (run.journal().outcome() != null && !told) {
                            told = true;
                            heard.countDown();
                        }
                    }
                }));
            }
            thread.join();
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Run run() {
        var spec = spec();
        return new Run(spec, watch -> House.call(provider, spec.deadline(), watch), rules(1_000));
    }

    private static Thread start(Run run) {
        return Thread.startVirtualThread(run);
    }

    private RunSpec spec() {
        return new RunSpec(
                "run_1",
                "req_1",
                "open",
                "chat",
                "fake/m",
                House.HELLO,
                0,
                continues,
                Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM));
    }

    private static RunRules rules(int maxCharacters) {
        return new RunRules(
                Ticker.SYSTEM, maxCharacters, (prompt, journal) -> Usage.estimated(7, (int) journal.characters()));
    }
}
