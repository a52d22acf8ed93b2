package dev.parley.agent;

import dev.parley.generation.ModelSteps;
import dev.parley.generation.Requester;
import dev.parley.llm.ApprovalReason;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.ToolError;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Queue;

/** What becomes of the calls of one run: each runs here, or waits for somebody, or is told to the model as a mistake. For the run's thread. */
final class Calls implements AutoCloseable {

    private final AgentRequest request;
    private final ModelSteps model;
    private final RunningTools running;
    private final Approvals approvals;
    private final OnceCalls once;
    private final ToolCaller caller;
    private int begun;
    private boolean waits;
    private boolean overBound;

    Calls(AgentRequest request, ModelSteps model, RunningTools running, Approvals approvals, OnceCalls once) {
        this.request = request;
        this.model = model;
        this.running = running;
        this.approvals = approvals;
        this.once = once;
        var by = request.generation().by();
        this.caller = new ToolCaller(model.owner(), new Requester(by.context(), by.caller()));
    }

    /** Whether an answer calls anything that is not the client's to run. */
    boolean runHere(Step step) {
        return step.calls().stream().anyMatch(call -> !isClients(call));
    }

    private boolean isClients(ToolCall call) {
        return request.isClients().test(call.name());
    }

    /** Begins with the calls of an answer that is whole. What is to be told of them at once goes into {@code told}. */
    void begin(Step step, Queue<Delta> told) {
        for (var call : step.calls()) {
            if (!isClients(call)) {
                begin(call, model.runId(), step, told);
            }
        }
    }

    private void begin(ToolCall call, String origin, Step step, Queue<Delta> told) {
        var offer = request.toolbox().find(call.name());
        if (offer == null) {
            told.add(end(step, call, ToolResult.failed(ToolError.UNKNOWN_TOOL, "There is no tool of this name.")));
        } else if (!request.callable().contains(call.name())) {
            told.add(end(step, call, ToolResult.failed(ToolError.NOT_ALLOWED, "This tool may not be called now.")));
        } else if (offer.asksFirst()) {
            ask(call, ApprovalReason.REQUIRED, told);
        } else {
            start(call, offer, origin, false);
        }
    }

    private void start(ToolCall call, Toolbox.Offer offer, String origin, boolean again) {
        if (begun == request.bounds().toolCalls()) {
            overBound = true;
            return;
        }
        begun++;
        running.start(new ToolRunner.Job(call, offer, caller, origin, again));
    }

    private void ask(ToolCall call, ApprovalReason reason, Queue<Delta> told) {
        var row = approvals.ask(model.owner(), model.runId(), call, reason);
        told.add(new Delta.Approval(row.id(), call.id(), reason));
        waits = true;
    }

    /** Goes on with a call that was left open, as it was decided. */
    void goOn(OpenCall open, ToolCall call, Step step, Queue<Delta> told) {
        var offer = request.toolbox().find(call.name());
        boolean isDecided = open.approval() != null && open.approval().approve() != null;
        if (isDecided) {
            use(open.approval());
        }
        if (open.approval() != null && !(isDecided && open.approval().approve())) {
            told.add(end(step, call, refusal(open.approval())));
        } else if (isDecided && offer != null) {
            start(call, offer, open.run(), open.approval().reason() == ApprovalReason.UNKNOWN_OUTCOME);
        } else if (offer != null && offer.tool().once()) {
            takeUp(open, call, step, told);
        } else {
            begin(call, open.run(), step, told);
        }
    }

    private static ToolResult refusal(ApprovalRow row) {
        if (row.approve() == null) {
            return ToolResult.failed(ToolError.REFUSED, "Nobody has agreed to this call in time; it did not run.");
        }
        var why = row.said() == null || row.said().isBlank() ? "" : " The reason: " + row.said();
        return row.reason() == ApprovalReason.UNKNOWN_OUTCOME
                ? ToolResult.failed(
                        ToolError.UNKNOWN_OUTCOME,
                        "The server died while this call ran, so it may have done its work or not; it was not run again."
                                + why)
                : ToolResult.failed(ToolError.REFUSED, "Somebody was asked, and refused this call." + why);
    }

    private void use(ApprovalRow decided) {
        if (!approvals.use(decided, model.runId())) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "What was decided about %s is obeyed by another response already; go on from that one."
                            .formatted(decided.id()));
        }
    }

    /** A call that must not run twice: what it has led to is taken, and where that is not known, somebody is asked. */
    private void takeUp(OpenCall open, ToolCall call, Step step, Queue<Delta> told) {
        var before = once.find(open.run(), call.id());
        if (before.isEmpty()) {
            begin(call, open.run(), step, told);
        } else if (before.get().result() != null) {
            told.add(end(step, call, before.get().result()));
        } else {
            ask(call, ApprovalReason.UNKNOWN_OUTCOME, told);
        }
    }

    /** Whether calls run now. */
    boolean isBusy() {
        return !running.isIdle();
    }

    /** Waits for the next one to end. */
    Delta next(Step step) {
        var ended = running.next(model.watch(), model.deadline());
        return end(step, ended.call(), ended.result());
    }

    private static Delta end(Step step, ToolCall call, ToolResult result) {
        step.ended(call, result);
        return new Delta.ToolEnd(call.id(), result.error(), result.text(), result.millis(), result.details());
    }

    /** Why the run can't go on by itself after an answer whose calls have run; null when it can. */
    FinishReason endReason(Step step) {
        if (waits) {
            return FinishReason.APPROVAL_REQUIRED;
        }
        if (overBound) {
            return FinishReason.MAX_TOOL_CALLS;
        }
        return step.calls().stream().anyMatch(this::isClients) ? FinishReason.TOOL_CALLS : null;
    }

    @Override
    public void close() {
        running.close();
    }
}
