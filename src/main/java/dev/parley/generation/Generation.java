package dev.parley.generation;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.observability.Drain;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.provider.Providers;
import dev.parley.run.Run;
import dev.parley.run.RunSpec;
import dev.parley.run.Runs;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
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
    Drain drain;

    @Inject
    Providers providers;

    @Inject
    AnswerFormats formats;

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
     * @throws dev.parley.problem.ApiException when it is refused: {@code DRAINING}, {@code MODEL_NOT_FOUND}, {@code TOO_MANY_RUNS};
     *     no provider has heard of it then
     */
    public Run start(GenerationRequest request) {
        drain.refuseNewWork();
        var prompt = request.prompt();
        var route = providers.route(prompt.model());
        var deadline = Deadline.after(timeout(request), Ticker.SYSTEM);
        var spec = new RunSpec(
                Ids.next("run"),
                request.request().id(),
                request.operation(),
                route.first().qualifiedName(),
                prompt,
                request.continues(),
                deadline);
        var source = formats.enforced(
                prompt,
                request.stream(),
                (asked, watch) -> providers.open(route, asked, request.stream(), deadline, watch));
        var run = runs.start(spec, source);
        run.end().thenAccept(outcome -> accounts.close(request, run, outcome));
        return run;
    }

    /**
     * Has texts turned into vectors. Blocks, on a virtual thread.
     *
     * @throws dev.parley.problem.ApiException {@code DRAINING}, {@code MODEL_NOT_FOUND}, or the failure of the provider asked last
     */
    public Embeddings embed(EmbeddingRequest wanted, RequestContext request) {
        drain.refuseNewWork();
        var route = providers.route(wanted.model());
        var begun = Ticker.SYSTEM.nanos();
        try {
            var embeddings = providers.embed(route, wanted, Deadline.after(embeddingTimeout, Ticker.SYSTEM));
            accounts.close(request, embeddings, since(begun));
            return embeddings;
        } catch (ApiException failure) {
            accounts.close(route.first().qualifiedName(), failure, since(begun));
            throw failure;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun);
    }

    /** Every model that can be named, aliases first, the default one among them. */
    public List<String> models() {
        var named = providers.models().stream().filter(model -> !model.endsWith("/*"));
        return Stream.concat(named, Stream.of(providers.route(null).first().qualifiedName()))
                .distinct()
                .toList();
    }

    /** @throws dev.parley.problem.ApiException {@code MODEL_NOT_FOUND} when no provider would be asked for it */
    public void demandModel(String model) {
        providers.route(model);
    }

    private Duration timeout(GenerationRequest request) {
        var most = request.stream() ? streamTimeout : wholeTimeout;
        return request.timeout() != null && request.timeout().compareTo(most) < 0 ? request.timeout() : most;
    }
}
