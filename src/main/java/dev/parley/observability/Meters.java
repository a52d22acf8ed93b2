package dev.parley.observability;

import dev.parley.platform.Settings;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What {@code /metrics} tells of Parley, in the names of OpenTelemetry's GenAI conventions where there is one. */
@ApplicationScoped
public class Meters {

    private static final String OTHER = "other";

    /** What a request says wrong, and can say right the next time. */
    private static final Set<String> INVALID = Stream.of(
                    ErrorCode.INVALID_JSON,
                    ErrorCode.BAD_REQUEST,
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.CONTEXT_LENGTH_EXCEEDED,
                    ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND)
            .map(ErrorCode::wireName)
            .collect(Collectors.toUnmodifiableSet());

    private record Labels(String operation, String model) {}

    private record RefusedLimit(String limit, String scope) {}

    private final Map<Labels, ModelMeters> models = new ConcurrentHashMap<>();
    private final Map<String, Counter> problems = new ConcurrentHashMap<>();
    private final Map<RefusedLimit, Counter> refusedLimits = new ConcurrentHashMap<>();
    private Counter budgetsRefused;
    private Counter cacheHits;
    private Counter cacheMisses;
    private Counter cacheJoins;
    private Counter replays;
    private Counter invalidRequests;
    private int mostModels;

    @Inject
    MetricRegistry registry;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        mostModels = settings.integer("parley.metrics.max-models", 200, 1, 10_000);
        budgetsRefused = counter("parley.budgets.refused", "Calls refused because a budget is spent");
        cacheHits = cache("hit");
        cacheMisses = cache("miss");
        cacheJoins = cache("join");
        replays = counter("parley.idempotency.replays", "Answers given again for an Idempotency-Key");
        invalidRequests = counter("parley.validation.failures", "Requests refused for what they say");
    }

    private Counter cache(String result) {
        return counter("parley.cache.requests", "Calls that the cache was asked for", new Tag("result", result));
    }

    /** Registered when the application starts, so that a rate over it sees the first event. */
    private Counter counter(String name, String description, Tag... labels) {
        return registry.counter(described(name, description), labels);
    }

    /**
     * The meters of one operation ({@code chat}, {@code embeddings}) with one model, named {@code provider/model}. A client can make up
     * model names where a provider takes any, so after {@code parley.metrics.max-models} pairs the model is called {@code other}.
     */
    public ModelMeters of(String operation, String model) {
        var labels = new Labels(operation, model);
        var known = models.get(labels);
        if (known != null) {
            return known;
        }
        var bounded = models.size() < mostModels ? labels : new Labels(operation, providerOf(model) + "/" + OTHER);
        return models.computeIfAbsent(bounded, this::register);
    }

    private ModelMeters register(Labels labels) {
        var provider = providerOf(labels.model);
        var name = labels.model.substring(Math.min(provider.length() + 1, labels.model.length()));
        return new ModelMeters(registry, labels.operation, provider, name.isEmpty() ? labels.model : name);
    }

    private static String providerOf(String model) {
        int slash = model.indexOf('/');
        return slash < 0 ? "" : model.substring(0, slash);
    }

    /** A problem went to a client, in an answer or in a stream. */
    public void problem(ErrorCode code) {
        problem(code.wireName());
    }

    void problem(String code) {
        if (INVALID.contains(code)) {
            invalidRequests.inc();
        }
        problems.computeIfAbsent(
                        code,
                        name -> registry.counter(
                                described("parley.problems", "Problems answered, by code"), new Tag("code", name)))
                .inc();
    }

    /** An upstream call is tried again at the same provider. */
    public void retried(String provider) {
        registry.counter(
                        described("parley.upstream.retries", "Upstream calls tried again"),
                        new Tag("provider", provider))
                .inc();
    }

    /** An upstream call goes to another model, because {@code provider} failed. */
    public void fellBack(String provider) {
        registry.counter(
                        described("parley.upstream.fallbacks", "Upstream calls that went to another model"),
                        new Tag("provider", provider))
                .inc();
    }

    /** A model's answer did not have the form that was asked for. */
    public void schemaViolated() {
        registry.counter(described("parley.schema.violations", "Answers that did not fulfil their schema"))
                .inc();
    }

    /**
     * A call was refused because a limit is reached.
     *
     * @param limit {@code requests}, {@code tokens} or {@code runs}
     * @param scope whose it is: {@code key}, {@code team} or {@code model}
     */
    public void limitRefused(String limit, String scope) {
        refusedLimits
                .computeIfAbsent(
                        new RefusedLimit(limit, scope),
                        refused -> counter(
                                "parley.limits.refused",
                                "Calls refused because a limit is reached",
                                new Tag("limit", limit),
                                new Tag("scope", scope)))
                .inc();
    }

    /** A call was refused because a budget is spent. */
    public void budgetRefused() {
        budgetsRefused.inc();
    }

    /** An answer came from the cache. */
    public void cacheHit() {
        cacheHits.inc();
    }

    /** The cache was asked and did not know the answer. */
    public void cacheMissed() {
        cacheMisses.inc();
    }

    /** A call joined an equal one that was in flight. */
    public void cacheJoined() {
        cacheJoins.inc();
    }

    /** An answer was given again for its Idempotency-Key. */
    public void replayed() {
        replays.inc();
    }

    /** Shows the number of live runs; to be called once, when the application starts. */
    public void activeRuns(IntSupplier live) {
        registry.gauge(described("parley.runs.active", "Runs that have not ended"), live::getAsInt);
    }

    /** Tells how many sockets are open. */
    public void openSessions(IntSupplier open) {
        registry.gauge(described("parley.sessions.open", "WebSockets that are open"), open::getAsInt);
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
