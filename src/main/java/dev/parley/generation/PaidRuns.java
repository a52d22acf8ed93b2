package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Permit;
import dev.parley.governance.key.Revocations;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Function;

/**
 * Starts runs that are paid for: admitted before they begin, followed to their end, and ended when their key is revoked. A run that can't
 * be started gives back what was reserved for it.
 */
@ApplicationScoped
class PaidRuns {

    @Inject
    Admission admission;

    @Inject
    StepCalls calls;

    @Inject
    Runs runs;

    @Inject
    Accounts accounts;

    @Inject
    Revocations revocations;

    /** A run that is one call. */
    Run ofOneCall(GenerationRequest request, StepCalls.Scene scene) {
        var spec = scene.spec();
        var by = request.by();
        var permit = admission.admit(
                by.caller(), StepCalls.claim(spec.id(), request, scene.route(), spec.prompt()), by.context());
        try {
            var paid = new Paid(permit);
            var framing = request.framing();
            var run = runs.start(
                    spec,
                    framing.preface(),
                    watch -> framing.among().apply(calls.answer(request, scene, spec.prompt(), paid, watch)));
            run.end().thenAccept(outcome -> accounts.close(request, run, outcome, permit));
            revocations.follow(by.caller(), run);
            return run;
        } catch (ApiException refused) {
            permit.release();
            throw refused;
        }
    }

    /**
     * A run that asks as often as {@code steps} does; each answer is a call of its own.
     *
     * @param modelFirst whether the first call is admitted now; else it is only made sure that it might be
     */
    Run ofSteps(
            GenerationRequest request,
            StepCalls.Scene scene,
            boolean modelFirst,
            Function<ModelSteps, ModelStream> steps) {
        var first = modelFirst ? admitFirst(request, scene) : null;
        if (first == null) {
            calls.demandAdmission(request, scene, request.prompt());
        }
        try {
            var run = runs.start(
                    scene.spec(), List.of(), watch -> steps.apply(new PaidSteps(calls, request, scene, first, watch)));
            run.end().thenAccept(outcome -> {
                release(first);
                accounts.close(request, run, outcome);
            });
            revocations.follow(request.by().caller(), run);
            return run;
        } catch (ApiException refused) {
            release(first);
            throw refused;
        }
    }

    private Permit admitFirst(GenerationRequest request, StepCalls.Scene scene) {
        return calls.admit(request, scene, 1, request.prompt(), request.by().context());
    }

    /** Without effect where the call was made. */
    private static void release(Permit permit) {
        if (permit != null) {
            permit.release();
        }
    }
}
