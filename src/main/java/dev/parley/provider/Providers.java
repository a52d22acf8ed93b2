package dev.parley.provider;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.observability.ReadinessSource;
import dev.parley.platform.Deadline;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** All configured providers: finds the route of a model name and opens calls along it. */
@ApplicationScoped
public class Providers {

    private static final System.Logger LOG = System.getLogger(Providers.class.getName());

    private Map<String, Endpoint> endpoints;
    private Routes routes;
    private RetryPolicy retries;
    private Call.Patience patience;
    private final Set<Watch> waiting = ConcurrentHashMap.newKeySet();

    @Inject
    Instance<ProviderType> types;

    @Inject
    GuardedCalls guarded;

    @Inject
    AttemptLog attemptLog;

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    /** A wrong setting stops the start, not the first request. */
    void onStart(@Observes Startup start) {
        LOG.log(System.Logger.Level.INFO, "Providers: {0}; default model {1}", names(), routes.defaultModel());
    }

    private String names() {
        return endpoints.values().stream()
                .map(endpoint -> endpoint.settings().toString())
                .collect(Collectors.joining(", "));
    }

    @PostConstruct
    void configure() {
        endpoints = new LinkedHashMap<>();
        for (var name : settings.list("parley.providers", String.join(",", available()))) {
            endpoints.put(name, endpoint(ProviderSettings.read(name, settings)));
        }
        routes = Routes.read(endpoints, settings);
        retries = new RetryPolicy(
                RetrySettings.read(settings), () -> ThreadLocalRandom.current().nextLong(), Thread::sleep);
        patience = new Call.Patience(
                settings.duration("parley.generation.first-token-timeout", "30s"),
                settings.duration("parley.generation.idle-timeout", "30s"));
        pulse.onBeat(() -> waiting.forEach(watch -> watch.check(Ticker.SYSTEM.nanos())));
        LOG.log(
                System.Logger.Level.INFO,
                "Providers: {0}; default model {1}",
                endpoints.values(),
                routes.defaultModel());
    }

    @PreDestroy
    void close() {
        endpoints.values().forEach(endpoint -> endpoint.provider().close());
    }

    /** What a machine without any configuration has: those whose key is there, and always the offline one. */
    private List<String> available() {
        var names = new ArrayList<String>();
        settings.text("OPENAI_API_KEY").ifPresent(key -> names.add("openai"));
        settings.text("ANTHROPIC_API_KEY").ifPresent(key -> names.add("anthropic"));
        names.add("offline");
        return names;
    }

    private Endpoint endpoint(ProviderSettings provider) {
        var made = StreamSupport.stream(types.spliterator(), false)
                .filter(type -> type.type().equals(provider.type()))
                .findFirst()
                .orElseThrow(() -> Settings.bad(
                        "parley.providers." + provider.name() + ".type",
                        provider.type(),
                        StreamSupport.stream(types.spliterator(), false)
                                .map(ProviderType::type)
                                .sorted()
                                .collect(Collectors.joining(", "))))
                .create(provider);
        return new Endpoint(made, provider, new Gate(provider), CircuitBreaker.of(provider.name(), breaker()));
    }

    private CircuitBreakerConfig breaker() {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.integer("parley.breaker.window", 20, 1, 10_000))
                .minimumNumberOfCalls(settings.integer("parley.breaker.min-calls", 10, 1, 10_000))
                .failureRateThreshold(settings.integer("parley.breaker.failure-percent", 50, 1, 100))
                .waitDurationInOpenState(settings.duration("parley.breaker.rest", "10s"))
                .permittedNumberOfCallsInHalfOpenState(settings.integer("parley.breaker.trials", 3, 1, 1_000))
                .build();
    }

    /**
     * Where {@code model} leads.
     *
     * @param model as the caller wrote it, null for the default model
     * @throws ApiException {@code MODEL_NOT_FOUND}, naming the known ones
     */
    public Route route(String model) {
        return routes.route(model);
    }

    /** How every endpoint stands: one that rests after failures is not usable. */
    List<ReadinessSource.Detail> readiness() {
        return endpoints.values().stream().map(Endpoint::readiness).toList();
    }

    /** Every model that can be named, qualified, aliases first; a provider that takes any name shows as {@code provider/*}. */
    public List<String> models() {
        return routes.known();
    }

    /**
     * Asks along the route until a provider has given its first delta. Blocks, on a virtual thread.
     *
     * @param watch ends the call from outside; its guarded section is open until the call is closed
     * @throws ApiException the failure of the last candidate asked, or {@code CANCELLED}
     */
    public Call open(Route route, Prompt prompt, boolean stream, Deadline deadline, Watch watch) {
        return attempts(deadline, watch, call -> call.open(prompt, stream, guarded))
                .over(route);
    }

    /**
     * Has texts turned into vectors, along the route until a provider has done so. Blocks, on a virtual thread.
     *
     * @throws ApiException the failure of the last candidate asked
     */
    public Embeddings embed(Route route, EmbeddingRequest request, Deadline deadline) {
        return answer(route, deadline, call -> call.embed(request, guarded));
    }

    /**
     * Has documents ranked, along the route until a provider has done so. Blocks, on a virtual thread.
     *
     * @throws ApiException the failure of the last candidate asked
     */
    public Ranking rerank(Route route, RerankRequest request, Deadline deadline) {
        return answer(route, deadline, call -> call.rerank(request, guarded));
    }

    private <T> T answer(Route route, Deadline deadline, Function<Call, T> ask) {
        var watch = new Watch();
        waiting.add(watch);
        try {
            return attempts(deadline, watch, ask).over(route);
        } finally {
            waiting.remove(watch);
        }
    }

    private <T> Attempts<T> attempts(Deadline deadline, Watch watch, Function<Call, T> ask) {
        return new Attempts<>(
                deadline,
                watch,
                retries,
                candidate -> ask.apply(new Call(candidate, deadline, watch, Ticker.SYSTEM, patience)),
                attemptLog);
    }
}
