package dev.parley.generation;

import dev.parley.governance.Permit;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Deadline;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import java.time.Duration;

/**
 * Answers that are paid for one by one, in the ledger as {@code <run>.<number>}: so whatever cuts the run off, what was asked is paid for
 * once and nothing else is.
 */
final class PaidSteps implements ModelSteps {

    private final StepCalls calls;
    private final GenerationRequest request;
    private final StepCalls.Scene scene;
    private final Watch watch;
    private final RequestContext quiet;
    private Permit first;
    private int asked;
    private Usage used;
    private long cost;

    PaidSteps(StepCalls calls, GenerationRequest request, StepCalls.Scene scene, Permit first, Watch watch) {
        this.calls = calls;
        this.request = request;
        this.scene = scene;
        this.first = first;
        this.watch = watch;
        var context = request.by().context();
        this.quiet = RequestContext.background(context.id(), context.traceparent(), context.path());
    }

    @Override
    public ModelStream ask(Prompt prompt) {
        asked++;
        var permit = first != null ? first : admitted(prompt);
        first = null;
        return calls.open(request, scene, prompt, permit, watch, this::add);
    }

    private Permit admitted(Prompt prompt) {
        while (true) {
            try {
                return calls.admit(request, scene, asked, prompt, quiet);
            } catch (ApiException refused) {
                if (refused.code() != ErrorCode.RATE_LIMITED || refused.retryAfter() == null) {
                    throw refused;
                }
                pause(refused.retryAfter());
            }
        }
    }

    /** A run that has got so far waits for its caller's limits. */
    private void pause(Duration time) {
        watch.enter(deadline().nanos());
        try {
            Thread.sleep(time);
        } catch (InterruptedException ended) {
            throw watch.verdict() == Watch.Verdict.CANCELLED
                    ? new ApiException(ErrorCode.CANCELLED, "The run was cancelled.")
                    : new ApiException(
                            ErrorCode.DEADLINE_EXCEEDED, "The time of the request ended while a limit made it wait.");
        } finally {
            watch.leave();
        }
    }

    private void add(StepStream.End end) {
        used = used == null ? end.usage() : used.plus(end.usage());
        cost += end.cost();
    }

    @Override
    public int asked() {
        return asked;
    }

    @Override
    public Usage used() {
        return used;
    }

    @Override
    public long cost() {
        return cost;
    }

    @Override
    public String model() {
        return scene.spec().model();
    }

    @Override
    public String runId() {
        return scene.spec().id();
    }

    @Override
    public String owner() {
        return scene.spec().owner();
    }

    @Override
    public Deadline deadline() {
        return scene.spec().deadline();
    }

    @Override
    public Watch watch() {
        return watch;
    }
}
