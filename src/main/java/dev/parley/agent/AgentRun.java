package dev.parley.agent;

import dev.parley.generation.ModelSteps;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The loop: the model is asked, its calls run here, and it is asked again with their results, until it has nothing to call, a bound is
 * reached, or somebody else has to do something. All of it is one stream. For the run's thread.
 */
final class AgentRun implements ModelStream {

    private final AgentRequest request;
    private final ModelSteps model;
    private final Calls calls;
    private final AtomicLong cost;
    private final Queue<Delta> ready = new ArrayDeque<>();
    private final Talk talk;
    private ModelStream answer;
    private Step step = new Step(0);
    private ApiException failure;

    /** @param cost is told what the run has cost, whenever that is more */
    AgentRun(AgentRequest request, ModelSteps model, Calls calls, AtomicLong cost) {
        this.request = request;
        this.model = model;
        this.calls = calls;
        this.cost = cost;
        this.talk = new Talk(request, model);
        if (request.open().isEmpty()) {
            ask();
        } else {
            goOn();
        }
    }

    @Override
    public String model() {
        return answer == null ? model.model() : answer.model();
    }

    @Override
    public Delta next() {
        while (ready.isEmpty()) {
            advance();
        }
        return ready.remove();
    }

    private void advance() {
        if (failure != null) {
            throw failure;
        }
        try {
            if (answer != null) {
                read();
            } else if (calls.isBusy()) {
                ready.add(calls.next(step));
            } else {
                afterCalls();
            }
        } catch (ApiException broken) {
            broken(broken);
        }
    }

    /** What an earlier run has left is done first, as if the model had just called it. */
    private void goOn() {
        for (int i = 0; i < request.open().size(); i++) {
            var open = request.open().get(i);
            ready.add(step.add(new Delta.ToolCallDelta(i, open.callId(), open.tool(), open.arguments())));
        }
        ready.add(new Delta.StepEnd(0));
        try {
            for (int i = 0; i < request.open().size(); i++) {
                calls.goOn(request.open().get(i), step.calls().get(i), step, ready);
            }
        } catch (ApiException broken) {
            broken(broken);
        }
    }

    private void ask() {
        talk.hear(ready);
        var bound = talk.bound();
        if (bound != null) {
            end(bound);
            return;
        }
        int firstIndex = step.nextIndex();
        try {
            answer = talk.ask();
            step = new Step(firstIndex);
        } catch (ApiException refused) {
            broken(refused);
        }
    }

    private void read() {
        var delta = answer.next();
        switch (delta) {
            case Delta.TextDelta text -> {
                step.add(text.text());
                ready.add(text);
            }
            case Delta.ReasoningDelta thought -> ready.add(thought);
            case Delta.ToolCallDelta call -> ready.add(step.add(call));
            case Delta.Progress progress -> ready.add(progress);
            case Delta.Note note -> ready.add(note);
            case Delta.UsageDelta usage -> {}
            case Delta.End end -> answered(end.reason());
        }
    }

    private void answered(FinishReason reason) {
        answer.close();
        answer = null;
        cost.set(model.cost());
        boolean isWhole = reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
        if (isWhole && calls.runHere(step)) {
            ready.add(new Delta.StepEnd(model.asked()));
            calls.begin(step, ready);
        } else if (isWhole && step.calls().isEmpty() && !request.inbox().closeIfEmpty()) {
            ready.add(new Delta.StepEnd(model.asked()));
            afterCalls();
        } else {
            end(reason);
        }
    }

    /** All calls that run here have run. */
    private void afterCalls() {
        talk.add(step.messages());
        var reason = calls.endReason(step);
        if (reason == null) {
            ask();
        } else {
            end(reason);
        }
    }

    private void broken(ApiException broken) {
        close();
        boolean isTime = broken.code() == ErrorCode.DEADLINE_EXCEEDED;
        boolean isMoney = broken.code() == ErrorCode.BUDGET_EXCEEDED && model.asked() > 1;
        if (isTime || isMoney) {
            end(isTime ? FinishReason.MAX_TIME : FinishReason.MAX_COST);
        } else {
            failure = broken;
            if (model.used() != null) {
                ready.add(new Delta.UsageDelta(model.used()));
            }
        }
    }

    private void end(FinishReason reason) {
        request.inbox().close();
        var used = model.used();
        ready.add(new Delta.UsageDelta(used == null ? Usage.reported(0, 0) : used));
        ready.add(new Delta.End(reason));
    }

    @Override
    public void close() {
        request.inbox().close();
        if (answer != null) {
            answer.close();
            answer = null;
            cost.set(model.cost());
        }
        calls.close();
    }
}
