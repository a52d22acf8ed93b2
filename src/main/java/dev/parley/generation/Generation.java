package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Permit;
import dev.parley.governance.key.Revocations;
import dev.parley.http.DryRun;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Prompt;
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
    private Duration embeddingTimeout;

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
    EmbeddingAnswers embeddingAnswers;

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
        embeddingTimeout = settings.duration("parley.embedding.timeout", "5s");
    }

    /**
     * Starts the generation that {@code request} asks for and returns at once.
     *
     * @throws dev.parley.problem.ApiException when it is refused: {@code DRAINING}, {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}, {@code TOO_MANY_RUNS};
     *     no provider has heard of it then
     */
    public Run start(GenerationRequest request) {
        var scene = scene(request, timeout(request));
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

    /**
     * A run of {@code request} in which nothing is generated, and which has ended: for one that is only made ready for what comes.
     *
     * @throws dev.parley.problem.ApiException as {@link #start(GenerationRequest)}, but for limits and budgets
     */
    public Run nothing(GenerationRequest request) {
        var scene = scene(request, timeout(request));
        var outcome = new Outcome.Completed(FinishReason.STOP, Usage.reported(0, 0));
        return runs.replay(scene.spec(), scene.route().first().qualifiedName(), List.of(), outcome);
    }

    private StepCalls.Scene scene(GenerationRequest request, Duration timeout) {
        refuseDryRun(request.by());
        drain.refuseNewWork();
        var prompt = request.prompt();
        var route = allowed(prompt.model(), request.by().caller());
        formats.check(prompt);
        var named = request.name() == null ? RunName.next(clock.millis()) : request.name();
        var spec = new RunSpec(
                named.id(),
                request.by().context().id(),
                request.by().caller().owner(),
                request.operation(),
                route.first().qualifiedName(),
                prompt,
                named.createdAt(),
                request.continues(),
                Deadline.after(timeout, Ticker.SYSTEM));
        return new StepCalls.Scene(spec, route);
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
            var run =
                    runs.start(scene.spec(), watch -> steps.apply(new PaidSteps(calls, request, scene, permit, watch)));
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
            var run = runs.start(spec, watch -> calls.answer(request, scene, spec.prompt(), paid, watch));
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
        return assess(claim(wanted, by, allowed(wanted.model(), by.caller())), 1, by);
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

    private static Claim claim(EmbeddingRequest wanted, Requester by, Route route) {
        int input = TokenCounter.o200k().count(wanted);
        return new Claim(Ids.next("emb"), by.context().id(), "embeddings", models(route), input, 0);
    }

    private static List<String> models(Route route) {
        return route.candidates().stream().map(Route.Candidate::qualifiedName).toList();
    }

    /**
     * Has texts turned into vectors. Blocks, on a virtual thread.
     *
     * @throws dev.parley.problem.ApiException {@code DRAINING}, {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}, or the failure of the provider asked last
     */
    public Embeddings embed(EmbeddingRequest wanted, Requester by) {
        refuseDryRun(by);
        drain.refuseNewWork();
        var route = allowed(wanted.model(), by.caller());
        return embeddingAnswers.answer(wanted, by, route.first().qualifiedName(), missing -> embed(missing, by, route));
    }

    private Embeddings embed(EmbeddingRequest wanted, Requester by, Route route) {
        var permit = admission.admit(by.caller(), claim(wanted, by, route), by.context());
        var begun = Ticker.SYSTEM.nanos();
        try {
            var embeddings = providers.embed(route, wanted, Deadline.after(embeddingTimeout, Ticker.SYSTEM));
            accounts.close(by.context(), embeddings, since(begun), permit);
            return embeddings;
        } catch (ApiException failure) {
            accounts.close(route.first().qualifiedName(), failure, since(begun), permit);
            throw failure;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun);
    }

    /** Every model that {@code caller} may name, aliases first, the default one among them. */
    public List<String> models(Caller caller) {
        var named = providers.models().stream().filter(model -> !model.endsWith("/*"));
        return Stream.concat(named, Stream.of(providers.route(null).first().qualifiedName()))
                .distinct()
                .filter(model -> caller.mayAsk(model, models(providers.route(model))))
                .toList();
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

    private Duration timeout(GenerationRequest request) {
        return shorter(request.timeout(), request.stream() ? streamTimeout : wholeTimeout);
    }

    private static Duration shorter(Duration asked, Duration most) {
        return asked != null && asked.compareTo(most) < 0 ? asked : most;
    }
}
