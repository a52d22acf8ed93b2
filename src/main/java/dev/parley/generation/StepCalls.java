package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Claim;
import dev.parley.governance.Permit;
import dev.parley.llm.Prompt;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import dev.parley.provider.Providers;
import dev.parley.provider.Route;
import dev.parley.run.RunSpec;
import dev.parley.token.TokenCounter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;

/** Opens calls that are paid for, for runs that ask once and for runs that ask more often. */
@ApplicationScoped
class StepCalls {

    /** A run and whom it may ask. */
    record Scene(RunSpec spec, Route route) {}

    @Inject
    Providers providers;

    @Inject
    Admission admission;

    @Inject
    AnswerFormats formats;

    @Inject
    Accounts accounts;

    /** The whole answer to {@code prompt}, as a call of this id. */
    static Claim claim(String id, GenerationRequest request, Route route, Prompt prompt) {
        return new Claim(
                id,
                request.by().context().id(),
                request.operation(),
                route.qualifiedNames(),
                TokenCounter.o200k().count(prompt),
                prompt.sampling().maxTokens());
    }

    /** @param step from 1 */
    private static Claim claim(GenerationRequest request, Scene scene, int step, Prompt prompt) {
        return claim(scene.spec().id() + "." + step, request, scene.route(), prompt);
    }

    Permit admit(GenerationRequest request, Scene scene, int step, Prompt prompt, RequestContext answer) {
        return admission.admit(request.by().caller(), claim(request, scene, step, prompt), answer);
    }

    /** @throws ApiException what {@link #admit} would throw now; nothing is reserved */
    void demandAdmission(GenerationRequest request, Scene scene, Prompt prompt) {
        var refusal = admission
                .assess(request.by().caller(), claim(request, scene, 1, prompt), 1)
                .refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    /** One answer, which settles {@code permit} when it ends, however it does. */
    ModelStream open(
            GenerationRequest request,
            Scene scene,
            Prompt prompt,
            Permit permit,
            Watch watch,
            Consumer<StepStream.End> onEnd) {
        return StepStream.open(
                () -> answer(request, scene, prompt, new Paid(permit), watch),
                prompt,
                scene.spec().model(),
                end -> {
                    onEnd.accept(end.costing(accounts.price(end)));
                    accounts.close(request, end, permit);
                });
    }

    /** An answer in the form that was asked for, within what is paid for. */
    ModelStream answer(GenerationRequest request, Scene scene, Prompt prompt, Paid paid, Watch watch) {
        return formats.enforced(
                        paid.bounded(prompt),
                        request.stream(),
                        (asked, watched) -> paid.answer(
                                asked,
                                () -> providers.open(
                                        scene.route(),
                                        asked,
                                        request.stream(),
                                        scene.spec().deadline(),
                                        watched)))
                .apply(watch);
    }
}
