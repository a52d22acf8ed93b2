package dev.parley.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.llm.ApprovalReason;
import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolError;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentRunTest {

    private static final Bounds WIDE = new Bounds(10, 50, 1_000_000, Duration.ofMinutes(1), 1_000_000);
    private static final String OSLO = "{\"city\":{\"name\":\"Oslo\"}}";

    private final AgentRoom room = new AgentRoom();

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theModelIsAskedAgainWithWhatItsCallsHaveLedTo() {
        var model = new FakeModel()
                .answers(
                        new Delta.TextDelta("Let me look."),
                        new Delta.ToolCallDelta(0, "a", "weather", OSLO),
                        new Delta.ToolCallDelta(1, "b", "calculator", "{\"expression\":\"6*7\"}"),
                        new Delta.End(FinishReason.TOOL_CALLS))
                .says("Sunny, and 42.");

        var deltas = room.run(model, "weather", "calculator");

        assertThat(model.prompts.get(1).messages())
                .containsExactly(
                        Message.of(Role.USER, "hello"),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Content.Text("Let me look."),
                                        new Content.ToolCall("a", "weather", OSLO),
                                        new Content.ToolCall("b", "calculator", "{\"expression\":\"6*7\"}"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("a", "Oslo is sunny"))),
                        new Message(Role.TOOL, List.of(new Content.ToolResult("b", "42"))));
        assertThat(room.tools.done).containsExactly("Oslo for me");
        assertThat(deltas).contains(new Delta.StepEnd(1), new Delta.TextDelta("Sunny, and 42."));
        assertThat(ends(deltas)).hasSize(2).allMatch(end -> end.error() == null);
        assertThat(deltas).endsWith(new Delta.UsageDelta(Usage.reported(200, 20)), new Delta.End(FinishReason.STOP));
    }

    @Test
    void indexesOfCallsDifferInAllAnswers() {
        var model = new FakeModel()
                .calls("calculator", "{\"expression\":\"1\"}", "calculator", "{\"expression\":\"2\"}")
                .calls("calculator", "{\"expression\":\"3\"}")
                .says("done");

        var indexes = room.run(model, "calculator").stream()
                .filter(Delta.ToolCallDelta.class::isInstance)
                .map(delta -> ((Delta.ToolCallDelta) delta).index())
                .distinct();

        assertThat(indexes).containsExactly(0, 1, 2);
    }

    @Test
    void whateverGoesWrongIsAResult() {
        var model = new FakeModel()
                .calls(
                        "throws",
                        "{}",
                        "refuses",
                        "",
                        "hangs",
                        "{}",
                        "nowhere",
                        "{}",
                        "weather",
                        "{\"city\":1}",
                        "weather",
                        "{broken")
                .says("I see.");

        var ends = ends(room.run(model, "throws", "refuses", "hangs", "weather"));

        assertThat(ends)
                .extracting(Delta.ToolEnd::error)
                .containsExactlyInAnyOrder(
                        ToolError.FAILED,
                        ToolError.FAILED,
                        ToolError.TIMEOUT,
                        ToolError.UNKNOWN_TOOL,
                        ToolError.INVALID_ARGUMENTS,
                        ToolError.INVALID_ARGUMENTS);
        assertThat(ends).extracting(Delta.ToolEnd::text).contains("There is no such thing.", "The tool failed.");
        assertThat(model.prompts.get(1).messages()).hasSize(1 + 1 + 6);
        await().until(() -> room.tools.done.contains("interrupted"));
    }

    @Test
    void aToolThatStopsForNobodyHoldsItsPlaceAndNothingElse() {
        room.run(new FakeModel().calls("hangs", "{}").says("done"), "hangs");

        await().until(() -> room.runner.busy() == 1);
        room.tools.release();
        await().until(() -> room.runner.busy() == 0);
    }

    @Test
    void ofARunWhoseToolStopsForNobodyNothingElseIsKept() {
        var run = new WeakReference<>(
                untilItsEnd(new FakeModel().calls("hangs", "{}").says("done"), "hangs"));

        await().until(() -> {
            System.gc();
            return run.get() == null;
        });
        assertThat(room.runner.busy()).isEqualTo(1);
    }

    private AgentRun untilItsEnd(FakeModel model, String tool) {
        try (var run = room.begin(model, WIDE, tool)) {
            while (!(run.next() instanceof Delta.End)) {}
            return run;
        }
    }

    @Test
    void aHugeResultIsCut() {
        var model = new FakeModel().calls("huge", "{}").says("done");

        var end = ends(room.run(model, "huge")).getFirst();

        assertThat(end.text())
                .hasSizeLessThan(65_600)
                .endsWith("[cut: these were 65536 of %d characters]".formatted(50 << 20));
    }

    @Test
    void callsRunTogetherButNotTooMany() {
        var many = new String[40];
        Arrays.setAll(many, i -> i % 2 == 0 ? "together" : "{}");

        assertThat(ends(room.run(new FakeModel().calls(many).says("done"), "together")))
                .hasSize(20);

        assertThat(room.tools.mostInside.get()).isBetween(2, 4);
    }

    @Test
    void aLoopWithoutAnEndEndsBySteps() {
        var model = new FakeModel().calls("calculator", "{\"expression\":\"1\"}");

        var deltas = room.run(model, WIDE.narrowedTo(3, null, null, null, null), "calculator");

        assertThat(deltas.getLast()).isEqualTo(new Delta.End(FinishReason.MAX_STEPS));
        assertThat(model.asked()).isEqualTo(3);
        assertThat(ends(deltas)).as("no call is left open").hasSize(3);
    }

    @Test
    void eachBoundEndsARunAndSaysWhich() {
        assertThat(reasonWithin(WIDE.narrowedTo(null, 1, null, null, null))).isEqualTo(FinishReason.MAX_TOOL_CALLS);
        assertThat(reasonWithin(WIDE.narrowedTo(null, null, 200L, null, null))).isEqualTo(FinishReason.MAX_TOKENS);
        assertThat(reasonWithin(WIDE.narrowedTo(null, null, null, null, 15L))).isEqualTo(FinishReason.MAX_COST);
        room.spent = 1_000;
        assertThat(reasonWithin(WIDE.narrowedTo(null, null, null, null, 1_000L)))
                .as("what the conversation has cost before counts")
                .isEqualTo(FinishReason.MAX_COST);
    }

    private FinishReason reasonWithin(Bounds bounds) {
        var deltas = room.run(new FakeModel().calls("calculator", "{\"expression\":\"1\"}"), bounds, "calculator");
        return ((Delta.End) deltas.getLast()).reason();
    }

    @Test
    void whenItsTimeIsOverWhatItHasStays() {
        var model = new FakeModel()
                .calls("calculator", "{\"expression\":\"1\"}")
                .answers(new Delta.TextDelta("Well"), new ApiException(ErrorCode.DEADLINE_EXCEEDED, "scripted"));

        var deltas = room.run(model, "calculator");

        assertThat(deltas).contains(new Delta.TextDelta("Well"));
        assertThat(deltas)
                .endsWith(new Delta.UsageDelta(Usage.reported(200, 20)), new Delta.End(FinishReason.MAX_TIME));
    }

    @Test
    void itsTimeIsOverWhileAToolRunsToo() {
        var model = new FakeModel().calls("waits", "{}");
        model.deadline = Deadline.after(Duration.ofMillis(20), Ticker.SYSTEM);
        Thread.startVirtualThread(() -> await().pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    model.watch.check(Ticker.SYSTEM.nanos());
                    return room.tools.done.contains("interrupted");
                }));

        assertThat(room.run(model, "waits").getLast()).isEqualTo(new Delta.End(FinishReason.MAX_TIME));
        await().until(() -> room.tools.done.contains("interrupted"));
    }

    @Test
    void aFailureTellsWhatWasUsedBeforeIt() {
        var model = new FakeModel()
                .calls("calculator", "{\"expression\":\"1\"}")
                .answers(new ApiException(ErrorCode.PROVIDER_ERROR, "scripted"));
        try (var run = room.begin(model, WIDE, "calculator")) {
            assertThatExceptionOfType(ApiException.class).isThrownBy(() -> {
                Delta last = null;
                while (true) {
                    try {
                        last = run.next();
                    } finally {
                        if (last instanceof Delta.UsageDelta usage) {
                            assertThat(usage.usage()).isEqualTo(Usage.reported(100, 10));
                        }
                    }
                }
            });
        }
    }

    @Test
    void aBudgetThatEndsBetweenTwoAnswersIsABound() {
        var model = new FakeModel()
                .calls("calculator", "{\"expression\":\"1\"}")
                .answers(new ApiException(ErrorCode.BUDGET_EXCEEDED, "scripted"));

        assertThat(room.run(model, "calculator").getLast()).isEqualTo(new Delta.End(FinishReason.MAX_COST));
    }

    @Test
    void theClientsCallsEndTheRunAfterOursHaveRun() {
        room.isClients = "ask_user"::equals;
        var model = new FakeModel().calls("ask_user", "{}", "calculator", "{\"expression\":\"1\"}");

        var deltas = room.run(model, "calculator");

        assertThat(ends(deltas)).extracting(Delta.ToolEnd::text).containsExactly("1");
        assertThat(deltas.getLast()).isEqualTo(new Delta.End(FinishReason.TOOL_CALLS));
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void aToolThatMayNotBeCalledIsNotRun() {
        room.callable = Set.of("calculator");
        var model = new FakeModel().calls("weather", OSLO).says("done");

        assertThat(ends(room.run(model, "weather", "calculator")))
                .extracting(Delta.ToolEnd::error)
                .containsExactly(ToolError.NOT_ALLOWED);
        assertThat(room.tools.done).isEmpty();
    }

    @Test
    void whatIsRequiredIsRequiredOnce() {
        room.choice = ToolChoice.Mode.REQUIRED;
        room.sampling = Sampling.of(null, 100);
        var model =
                new FakeModel().calls("calculator", "{\"expression\":\"1\"}").says("1");

        room.run(model, "calculator");

        assertThat(model.prompts.get(0).toolChoice()).isEqualTo(ToolChoice.Mode.REQUIRED);
        assertThat(model.prompts.get(1).toolChoice()).isEqualTo(ToolChoice.Mode.AUTO);
        assertThat(model.prompts.get(1).sampling().maxTokens())
                .as("what is left")
                .isEqualTo(90);
    }

    @Test
    void whatIsSaidMeanwhileIsHeardBeforeTheNextAnswer() {
        var model = new FakeModel()
                .calls("calculator", "{\"expression\":\"1\"}")
                .says("one")
                .says("two");
        try (var run = room.begin(model, WIDE, "calculator")) {
            assertThat(room.inbox.offer("in words")).isTrue();
            while (!(run.next() instanceof Delta.TextDelta)) {}
            assertThat(room.inbox.offer("and again")).isTrue();
            while (!(run.next() instanceof Delta.End)) {}
        }

        assertThat(model.prompts.get(1).messages()).endsWith(Message.of(Role.USER, "in words"));
        assertThat(model.prompts.get(2).messages())
                .endsWith(Message.of(Role.ASSISTANT, "one"), Message.of(Role.USER, "and again"));
        assertThat(room.inbox.offer("too late")).isFalse();
    }

    @Test
    void aCallThatAsksFirstWaits() {
        var deltas = room.run(
                new FakeModel().calls("delete", "{\"what\":\"all\"}", "calculator", "{\"expression\":\"1\"}"),
                "delete",
                "calculator");

        assertThat(room.tools.done).isEmpty();
        assertThat(ends(deltas)).as("the other one has run").hasSize(1);
        assertThat(deltas.getLast()).isEqualTo(new Delta.End(FinishReason.APPROVAL_REQUIRED));
        var row = asked(deltas);
        assertThat(row.arguments()).isEqualTo("{\"what\":\"all\"}");
        assertThat(row.reason()).isEqualTo(ApprovalReason.REQUIRED);
    }

    @Test
    void anApprovedCallRunsOnceWhoeverTriesAgain() {
        var row = asked(room.run(new FakeModel().calls("delete", "{\"what\":\"all\"}"), "delete"));
        room.open = List.of(open(row.decided(true, null)));
        var model = new FakeModel().says("gone");
        model.runId = room.runId + "2";

        var deltas = room.run(model, "delete");

        assertThat(room.tools.done).containsExactly("deleted all");
        assertThat(deltas)
                .startsWith(new Delta.ToolCallDelta(0, row.callId(), "delete", row.arguments()), new Delta.StepEnd(0));
        assertThat(model.prompts.getFirst().messages())
                .endsWith(new Message(Role.TOOL, List.of(new Content.ToolResult(row.callId(), "deleted"))));
        var again = new FakeModel().says("gone");
        again.runId = room.runId + "3";
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.run(again, "delete"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(room.tools.done).hasSize(1);
        assertThat(again.asked()).isZero();
    }

    @Test
    void aRefusedCallIsToldToTheModel() {
        var row = asked(room.run(new FakeModel().calls("delete", "{\"what\":\"all\"}"), "delete"));
        room.open = List.of(open(row.decided(false, "too dangerous")));

        var end = ends(room.run(new FakeModel().says("ok"), "delete")).getFirst();

        assertThat(end.error()).isEqualTo(ToolError.REFUSED);
        assertThat(end.text()).contains("too dangerous");
        assertThat(room.tools.done).isEmpty();
    }

    @Test
    void aDecisionIsTakenOnceAndInTime() {
        var row = asked(room.run(new FakeModel().calls("delete", "{\"what\":\"all\"}"), "delete"));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.approvals.decide(row.id(), "another", true, null));
        room.at(AgentRoom.NOW.plus(Duration.ofDays(2)));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.approvals.decide(row.id(), "me", true, null));
        assertThat(room.approvals.isExpired(row)).isTrue();
        room.at(AgentRoom.NOW);
        room.approvals.decide(row.id(), "me", true, "fine");
        assertThat(room.approvals.decide(row.id(), "me", true, "fine").approve())
                .as("sent again")
                .isTrue();
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.approvals.decide(row.id(), "me", false, "fine"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.approvals.decide(row.id(), "me", true, "better not"));
    }

    @Test
    void aCallThatMustNotRunTwiceIsRememberedWithItsResult() {
        room.run(new FakeModel().calls("pay", "{\"amount\":5}").says("done"), "pay");
        room.open = List.of(new OpenCall("call_0_0", "pay", "{\"amount\":5}", room.runId, null));
        var later = new FakeModel().says("done");
        later.runId = room.runId + "2";

        var end = ends(room.run(later, "pay")).getFirst();

        assertThat(end.text()).isEqualTo("paid");
        assertThat(room.tools.done).containsExactly("paid 5");
    }

    @Test
    void aCallWhoseOutcomeIsUnknownIsForSomebodyToDecide() {
        room.once.begin(room.runId, new ToolCall("a", "pay", "{\"amount\":5}"));
        room.open = List.of(new OpenCall("a", "pay", "{\"amount\":5}", room.runId, null));

        var row = asked(room.run(new FakeModel().says("done"), "pay"));

        assertThat(row.reason()).isEqualTo(ApprovalReason.UNKNOWN_OUTCOME);
        assertThat(room.tools.done).isEmpty();
        room.open = List.of(open(row.decided(true, null)));
        room.run(new FakeModel().says("done"), "pay");
        assertThat(room.tools.done).containsExactly("paid 5");
    }

    @Test
    void twoWhoTryTheSameCallRunItOnce() {
        var call = new ToolCall("a", "pay", "{\"amount\":5}");
        var first = room.once.begin(room.runId, call);
        var second = room.once.begin(room.runId, call);

        assertThat(first).isTrue();
        assertThat(second).isFalse();
    }

    private static OpenCall open(ApprovalRow row) {
        return new OpenCall(row.callId(), row.tool(), row.arguments(), row.runId(), row);
    }

    private ApprovalRow asked(List<Delta> deltas) {
        var approval = deltas.stream()
                .filter(Delta.Approval.class::isInstance)
                .map(Delta.Approval.class::cast)
                .findFirst()
                .orElseThrow();
        return room.approvals.find(approval.id(), "me").orElseThrow();
    }

    private static List<Delta.ToolEnd> ends(List<Delta> deltas) {
        return deltas.stream()
                .filter(Delta.ToolEnd.class::isInstance)
                .map(Delta.ToolEnd.class::cast)
                .toList();
    }
}
