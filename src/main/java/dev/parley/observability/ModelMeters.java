package dev.parley.observability;

import dev.parley.llm.Usage;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Histogram;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** The meters of one operation with one model. Their buckets are in {@code META-INF/microprofile-config.properties}. */
public final class ModelMeters {

    private static final String SUCCESS = "";

    private final MetricRegistry registry;
    private final Tag[] labels;
    private final Timer firstToken;
    private final Timer perToken;
    private final Histogram input;
    private final Histogram output;
    private final Counter cancelled;
    private final Counter empty;
    private final Counter timeouts;
    private final Counter cost;
    private final Counter settledInput;
    private final Counter settledOutput;
    private final Map<String, Timer> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> calls = new ConcurrentHashMap<>();

    ModelMeters(MetricRegistry registry, String operation, String provider, String model) {
        this.registry = registry;
        this.labels = new Tag[] {
            new Tag("gen_ai_operation_name", operation),
            new Tag("gen_ai_provider_name", provider),
            new Tag("gen_ai_request_model", model)
        };
        firstToken = registry.timer(
                described("gen_ai.server.time_to_first_token", "Time until the first token was there"), labels);
        perToken = registry.timer(
                described("gen_ai.server.time_per_output_token", "Time per token after the first"), labels);
        input = tokens("input");
        output = tokens("output");
        cancelled = registry.counter(
                described("parley.upstream.cancelled", "Upstream calls ended because nobody wanted them any more"),
                labels);
        empty = registry.counter(
                described("parley.answers.empty", "Answers that came to their end with neither text nor a tool call"),
                labels);
        timeouts = registry.counter(described("parley.timeouts", "Calls that took too long"), labels);
        settledInput = settledTokens("input");
        settledOutput = settledTokens("output");
        cost = registry.counter(described("parley.cost.microdollars", "What calls cost, in micro-dollars"), labels);
    }

    /** A request was answered after {@code duration}; {@code failure} is null for a success. */
    public void requestEnded(Duration duration, ErrorCode failure) {
        timer(requests, "gen_ai.server.request.duration", "Duration of requests", failure)
                .update(duration);
    }

    /** A call to the provider ended after {@code duration}; {@code failure} is null for a success. */
    public void callEnded(Duration duration, ErrorCode failure) {
        timer(calls, "gen_ai.client.operation.duration", "Duration of calls to providers", failure)
                .update(duration);
    }

    /** A call to the provider was ended by us. */
    public void callCancelled() {
        cancelled.inc();
    }

    /** An answer came to its end with neither text nor a tool call. */
    public void answeredEmpty() {
        empty.inc();
    }

    /** A call took longer than it may, in whichever way. */
    public void timedOut() {
        timeouts.inc();
    }

    /** A call is in the ledger with this usage. */
    public void settled(Usage usage) {
        settledInput.inc(usage.input());
        settledOutput.inc(usage.output());
    }

    /** A call was settled at a known price. */
    public void spent(long microDollars) {
        cost.inc(microDollars);
    }

    public void firstToken(Duration afterStart) {
        firstToken.update(afterStart);
    }

    /** {@code count} tokens came, the last one {@code duration} after the first. */
    public void tokensFollowed(int count, Duration duration) {
        if (count > 1) {
            perToken.update(duration.dividedBy(count - 1L));
        }
    }

    public void used(Usage usage) {
        input.update(usage.input());
        output.update(usage.output());
    }

    private Counter settledTokens(String type) {
        return registry.counter(
                described("parley.ledger.tokens", "Tokens of the calls in the ledger"),
                with(new Tag("gen_ai_token_type", type)));
    }

    private Histogram tokens(String type) {
        return registry.histogram(
                described("gen_ai.client.token.usage", "Tokens of a call"), with(new Tag("gen_ai_token_type", type)));
    }

    private Timer timer(Map<String, Timer> timers, String name, String description, ErrorCode failure) {
        return timers.computeIfAbsent(
                failure == null ? SUCCESS : failure.wireName(),
                error -> registry.timer(described(name, description), with(new Tag("error_type", error))));
    }

    private Tag[] with(Tag more) {
        return new Tag[] {labels[0], labels[1], labels[2], more};
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
