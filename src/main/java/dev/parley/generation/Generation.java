package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.http.DryRun;
import dev.parley.llm.Delta;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.FinishReason;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import dev.parley.observability.Drain;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.provider.ModelStream;
import dev.parley.provider.Route;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.RunSpec;
import dev.parley.run.Runs;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Turns an admitted request into a run. The steps of {@link #start} are the promise of the house in order: what is wrong is refused
 * before a provider hears of it, and what a provider was asked for is followed to its end.
 */
@ApplicationScoped
public class Generation {

    private static final String TO_CALL = "to make the call";

    private Duration wholeTimeout;
    private Duration streamTimeout;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Inject
    Drain drain;

    @Inject
    Models models;

    @Inject
    Admission admission;

    @Inject
    Duplicates duplicates;

    @Inject
    SingleCalls singleCalls;

    @Inject
    AnswerFormats formats;

    @Inject
    PaidRuns paidRuns;

    @Inject
    Runs runs;

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
        return duplicates.answer(
                request, scene.spec(), scene.route().qualifiedNames(), () -> paidRuns.ofOneCall(request, scene));
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
        return duplicates.answer(request, scene.spec(), () -> paidRuns.ofSteps(request, scene, modelFirst, steps));
    }

    private StepCalls.Scene scene(GenerationRequest request, Duration timeout) {
        DryRun.refuse(request.by().dryRun(), TO_CALL);
        drain.refuseNewWork();
        var prompt = request.prompt();
        var route = models.allowed(prompt.model(), request.by().caller());
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

    /**
     * What {@link #start} would do with {@code request}. No provider hears of it and nothing is reserved.
     *
     * @param choices how many times it would be started
     * @throws dev.parley.problem.ApiException for what is wrong with the request itself
     */
    public Verdict assess(GenerationRequest request, int choices) {
        drain.refuseNewWork();
        var prompt = request.prompt();
        var by = request.by();
        var route = models.allowed(prompt.model(), by.caller());
        formats.check(prompt);
        var claim = StepCalls.claim(Ids.next("run"), request, route, prompt);
        return Verdict.of(claim, choices, admission.assess(by.caller(), claim, choices), by.context());
    }

    /** What {@link #embed} would do. No provider hears of it and nothing is reserved. */
    public Verdict assess(EmbeddingRequest wanted, Requester by) {
        return singleCalls.assess(wanted, by, routed(wanted.model(), by));
    }

    /** What {@link #rerank} would do. No provider hears of it and nothing is reserved. */
    public Verdict assess(RerankRequest wanted, Requester by) {
        return singleCalls.assess(wanted, by, routed(wanted.model(), by));
    }

    private Route routed(String model, Requester by) {
        drain.refuseNewWork();
        return models.allowed(model, by.caller());
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
        DryRun.refuse(by.dryRun(), TO_CALL);
        return routed(model, by);
    }

    /**
     * An answer that needs no model and costs nothing, as a run that has ended.
     *
     * @param words of the answer, without usage and end
     * @throws dev.parley.problem.ApiException as {@link #start} where the request would be refused whatever it costs
     */
    public Run give(GenerationRequest request, String model, List<Delta> words) {
        drain.refuseNewWork();
        models.allowed(request.prompt().model(), request.by().caller());
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
