package dev.parley.run;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Problem;
import jakarta.ws.rs.sse.OutboundSseEvent;

/**
 * The native stream's events, numbered: 0 is {@code start}, then one for every journal entry, then what the outcome adds. The number
 * alone says what an event is, so any stream of a run can begin at any of them.
 */
class NativeEvents implements Events<OutboundSseEvent> {

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final Run run;
    private final String prefix;
    private int lost = -1;

    NativeEvents(Run run) {
        this.run = run;
        this.prefix = run.id() + ".";
    }

    @Override
    public SseEvent at(int number) {
        if (number == 0) {
            return event("start", 0, Json.text(new RunWire.Start(run.id(), run.model())));
        }
        var journal = run.journal();
        var outcome = journal.outcome();
        int entries = journal.size();
        if (number <= entries) {
            return entry(number, journal.at(number - 1));
        }
        return outcome == null ? null : ending(number, number - entries - lost(number - entries - 1, outcome), outcome);
    }

    /**
     * How many events a client has seen of a run whose process died before it had stored them. The end follows after those, so that it
     * hears of it, with a number that it has not seen.
     */
    private int lost(int unseen, Outcome outcome) {
        if (lost < 0) {
            lost = outcome instanceof Outcome.Failed failed && failed.failure().code() == ErrorCode.INTERRUPTED
                    ? unseen
                    : 0;
        }
        return lost;
    }

    @Override
    public SseEvent ping() {
        return SseEvent.PING;
    }

    @Override
    public boolean endBefore(int number) {
        var outcome = run.journal().outcome();
        return outcome != null && number > run.journal().size() + Math.max(lost, 0) + endings(outcome);
    }

    private static int endings(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> 1;
            case Outcome.Failed failed -> 2;
            case Outcome.Cancelled cancelled -> 3;
        };
    }

    private SseEvent entry(int number, Delta delta) {
        return switch (delta) {
            case Delta.TextDelta text -> event("delta", number, quoted("{\"content\":\"", text.text()));
            case Delta.ReasoningDelta reasoning ->
                event("delta", number, quoted("{\"reasoning\":\"", reasoning.text()));
            case Delta.ToolCallDelta call -> event("tool_call", number, Json.text(RunWire.ToolCall.of(call)));
            case Delta.StepEnd step -> event("step", number, Json.text(new RunWire.Step(step.number())));
            case Delta.ToolEnd end -> event("tool_result", number, Json.text(RunWire.ToolResult.of(end)));
            case Delta.Approval approval -> event("approval", number, Json.text(RunWire.Approval.of(approval)));
            case Delta.Input input -> event("input", number, quoted("{\"content\":\"", input.text()));
            case Delta.UsageDelta usage -> event("usage", number, Json.text(RunWire.Tokens.of(usage.usage())));
            case Delta.End end -> done(number, end.reason());
        };
    }

    private SseEvent ending(int number, int position, Outcome outcome) {
        if (position > endings(outcome)) {
            return null;
        }
        if (position == endings(outcome)) {
            return SseEvent.DONE;
        }
        return switch (outcome) {
            case Outcome.Completed completed -> null;
            case Outcome.Failed failed ->
                event(
                        "error",
                        number,
                        Json.text(
                                Problem.of(failed.failure()).at(null, run.spec().requestId())));
            case Outcome.Cancelled cancelled ->
                position == 1
                        ? event("usage", number, Json.text(RunWire.Tokens.of(cancelled.usage())))
                        : done(number, FinishReason.CANCELLED);
        };
    }

    private SseEvent done(int number, FinishReason reason) {
        var usage = run.journal().outcome() == null
                ? usageBefore(number)
                : run.journal().outcome().usage();
        return event(
                "done", number, Json.text(new RunWire.Done(reason.wireName(), run.model(), RunWire.Tokens.of(usage))));
    }

    /** The End entry follows its usage directly, and may be read before the outcome is set. */
    private dev.parley.llm.Usage usageBefore(int number) {
        return ((Delta.UsageDelta) run.journal().at(number - 2)).usage();
    }

    private SseEvent event(String name, int number, String json) {
        return SseEvent.of(name, prefix + number, json);
    }

    private static String quoted(String before, String text) {
        var json = new StringBuilder(before.length() + text.length() + 16).append(before);
        ENCODER.quoteAsString(text, json);
        return json.append("\"}").toString();
    }
}
