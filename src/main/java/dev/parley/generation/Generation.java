package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Permit;
import dev.parley.governance.key.Revocations;
import dev.parley.http.DryRun;
import dev.parley.llm.Delta;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Prompt;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import dev.parley.observability.Drain;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import dev.parley.provider.Providers;
import dev.parley.provider.Route;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.RunSpec;
import dev.parley.run.Runs;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Turns an admitted request into a run. The steps of {@link #start} are the promise of the house in order: what is wrong is refused
 * before a provider hears of it, and what a provider was asked for is followed to its end.
 */
@ApplicationScoped
public class Generation {

    private Duration wholeTimeout;
    private Duration streamTimeout;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Drain drain;

    @Inject
    Providers providers;

    @Inject
    Admission admission;

    @Inject
    Revocations revocations;

    @Inject
    Duplicates duplicates;

    @Inject
    SingleCalls singleCalls;

    @Inject
    AnswerFormats formats;

    @Inject
    StepCalls calls;

    @Inject
    Runs runs;

    @Inject
    Accounts accounts;

    @PostConstruct
    void configure() {
        wholeTimeout = settings.duration("parley.generation.json-timeout", "60s");
        streamTimeout = settings.duration("parley.generation.stream-timeout", "10m");
    }

    /**
     * Starts the generation that {@code request} asks for and returns at once.
     *
     * @throws dev.parley.problem.ApiException when it is refused: {@code DRAINING}, {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}, {@code TOO_MANY_RUNS};
     *     no provider has heard of it then
     */
    public Run start(GenerationRequest request) {
        var scene = scene(request, time(request.stream(), request.timeout()));
        return duplicates.answer(request, scene.spec(), scene.models(), () -> run(request, scene));
    }

    /**
     * Starts a run that asks the model more than once, as {@code steps} does on the run's thread, and returns at once. The same promises
     * hold; each answer is a call of its own.
     *
     * @param modelFirst whether the model is asked at once, with the prompt of {@code request}; else it is only made sure that it might be
     * @throws dev.parley.problem.ApiException as {@link #start(GenerationRequest)}
     */
    public Run start(GenerationRequest request, boolean modelFirst, Function<ModelSteps, ModelStream> steps) {
        var scene = scene(request, shorter(request.timeout(), streamTimeout));
        return duplicates.answer(request, scene.spec(), () -> follow(request, scene, modelFirst, steps));
    }

    private StepCalls.Scene scene(GenerationRequest request, Duration timeout) {
        refuseDryRun(request.by());
        drain.refuseNewWork();
        var prompt = request.prompt();
        var route = allowed(prompt.model(), request.by().caller());
        formats.check(prompt);
        return new StepCalls.Scene(spec(request, route.first().qualifiedName(), timeout), route);
    }

    private RunSpec spec(GenerationRequest request, String model, Duration timeout) {
        var named = request.name() == null ? RunName.next(clock.millis()) : request.name();
        return new RunSpec(
                named.id(),
                request.by().context().id(),
                request.by().caller().owner(),
                request.operation(),
                model,
                request.prompt(),
                named.createdAt(),
                request.continues(),
                Deadline.after(timeout, Ticker.SYSTEM),
                request.read());
    }

    private Run follow(
            GenerationRequest request,
            StepCalls.Scene scene,
            boolean modelFirst,
            Function<ModelSteps, ModelStream> steps) {
        Permit first = null;
        if (modelFirst) {
            first = calls.admit(
                    request, scene, 1, request.prompt(), request.by().context());
        } else {
            calls.demandAdmission(request, scene, request.prompt());
        }
        try {
            var permit = first;
            var run = runs.start(
                    scene.spec(), List.of(), watch -> steps.apply(new PaidSteps(calls, request, scene, permit, watch)));
            run.end().thenAccept(outcome -> {
                release(permit);
                accounts.close(request, run, outcome);
            });
            revocations.follow(request.by().caller(), run);
            return run;
        } catch (ApiException refused) {
            release(first);
            throw refused;
        }
    }

    /** Without effect where the call was made. */
    private static void release(Permit permit) {
        if (permit != null) {
            permit.release();
        }
    }

    /** Has a new run paid for and started. */
    private Run run(GenerationRequest request, StepCalls.Scene scene) {
        var spec = scene.spec();
        var permit = admission.admit(
                request.by().caller(),
                claim(spec.id(), request.by(), request.operation(), spec.prompt(), scene.route()),
                request.by().context());
        try {
            var paid = new Paid(permit);
            var framing = request.framing();
            var run = runs.start(
                    spec,
                    framing.preface(),
                    watch -> framing.among().apply(calls.answer(request, scene, spec.prompt(), paid, watch)));
            run.end().thenAccept(outcome -> accounts.close(request, run, outcome, permit));
            revocations.follow(request.by().caller(), run);
            return run;
        } catch (ApiException refused) {
            permit.release();
            throw refused;
        }
    }

    /**
     * What {@link #start} would do with {@code request}. No provider hears of it and nothing is reserved.
     *
     * @param choices how many times it would be started
     * @throws dev.parley.problem.ApiException for what is wrong with the request itself
     */
    public Verdict assess(GenerationRequest request, int choices) {
        drain.refuseNewWork();
        var prompt = request.prompt();
        var route = allowed(prompt.model(), request.by().caller());
        formats.check(prompt);
        var by = request.by();
        return assess(claim(Ids.next("run"), by, request.operation(), prompt, route), choices, by);
    }

    /** What {@link #embed} would do. No provider hears of it and nothing is reserved. */
    public Verdict assess(EmbeddingRequest wanted, Requester by) {
        drain.refuseNewWork();
        return assess(SingleCalls.claim(wanted, by, allowed(wanted.model(), by.caller())), 1, by);
    }

    /** What {@link #rerank} would do. No provider hears of it and nothing is reserved. */
    public Verdict assess(RerankRequest wanted, Requester by) {
        drain.refuseNewWork();
        return assess(SingleCalls.claim(wanted, by, allowed(wanted.model(), by.caller())), 1, by);
    }

    private Verdict assess(Claim claim, int choices, Requester by) {
        return Verdict.of(claim, choices, admission.assess(by.caller(), claim, choices), by.context());
    }

    /** A door that has no answer to a dry run must not have it paid. */
    private static void refuseDryRun(Requester by) {
        if (by.dryRun()) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "There is no dry run here; leave out the header " + DryRun.HEADER + " to make the call.");
        }
    }

    private static Claim claim(String id, Requester by, String operation, Prompt prompt, Route route) {
        return new Claim(
                id,
                by.context().id(),
                operation,
                models(route),
                TokenCounter.o200k().count(prompt),
                prompt.sampling().maxTokens());
    }

    static List<String> models(Route route) {
        return route.candidates().stream().map(Route.Candidate::qualifiedName).toList();
    }

    /**
     * Has texts turned into vectors. Blocks, on a virtual thread.
     *
     * @throws dev.parley.problem.ApiException {@code DRAINING}, {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}, or the failure of the provider asked last
     */
    public Embeddings embed(EmbeddingRequest wanted, Requester by) {
        return singleCalls.embed(wanted, by, unrefused(wanted.model(), by));
    }

    /**
     * Has documents ranked. Blocks, on a virtual thread.
     *
     * @param timeout the caller's own, which can only shorten the server's; null for that one
     * @throws dev.parley.problem.ApiException as {@link #embed}
     */
    public Ranked rerank(RerankRequest wanted, Requester by, Duration timeout) {
        return singleCalls.rerank(wanted, by, timeout, unrefused(wanted.model(), by));
    }

    private Route unrefused(String model, Requester by) {
        refuseDryRun(by);
        drain.refuseNewWork();
        return allowed(model, by.caller());
    }

    /** Every model that {@code caller} may name, aliases first, the default one among them. */
    public List<String> models(Caller caller) {
        var named = providers.models().stream().filter(model -> !model.endsWith("/*"));
        return Stream.concat(named, Stream.of(providers.route(null).first().qualifiedName()))
                .distinct()
                .filter(model -> caller.mayAsk(model, models(providers.route(model))))
                .toList();
    }

    /**
     * {@code provider/model} that is asked first for {@code model}.
     *
     * @throws dev.parley.problem.ApiException {@code MODEL_NOT_FOUND}
     */
    public String qualifiedName(String model) {
        return providers.route(model).first().qualifiedName();
    }

    /** @throws dev.parley.problem.ApiException {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}: {@link #start} would refuse it */
    public void demandModel(String model, Caller caller) {
        allowed(model, caller);
    }

    private Route allowed(String model, Caller caller) {
        var route = providers.route(model);
        if (!caller.mayAsk(model, models(route))) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_ALLOWED,
                    "This key may not ask for the model '%s'; it may ask for %s."
                            .formatted(
                                    model == null ? route.first().qualifiedName() : model,
                                    String.join(", ", caller.models())));
        }
        return route;
    }

    /**
     * An answer that needs no model and costs nothing, as a run that has ended.
     *
     * @param words of the answer, without usage and end
     * @throws dev.parley.problem.ApiException as {@link #start} where the request would be refused whatever it costs
     */
    public Run give(GenerationRequest request, String model, List<Delta> words) {
        drain.refuseNewWork();
        allowed(request.prompt().model(), request.by().caller());
        var usage = Usage.reported(0, 0);
        var deltas = new ArrayList<>(words);
        deltas.add(new Delta.UsageDelta(usage));
        deltas.add(new Delta.End(FinishReason.STOP));
        request.by().context().answered(model, usage);
        var spec = spec(request, model, time(request.stream(), request.timeout()));
        return runs.replay(spec, model, deltas, new Outcome.Completed(FinishReason.STOP, usage));
    }

    /** How long {@link #start} lets a request take, for doors that use some of it before. */
    public Duration time(boolean stream, Duration asked) {
        var most = stream ? streamTimeout : wholeTimeout;
        return shorter(asked, most);
    }

    private static Duration shorter(Duration asked, Duration most) {
        return asked != null && asked.compareTo(most) < 0 ? asked : most;
    }
}
