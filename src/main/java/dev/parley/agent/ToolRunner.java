package dev.parley.agent;

import dev.parley.llm.ToolError;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.FieldError;
import dev.parley.schema.Schemas;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Runs calls of tools, one at a time for each thread that asks. Whatever goes wrong is a result: the model is told, and the run goes on.
 * Never more than so many run at once, those included that nobody waits for any more and that don't stop.
 */
@ApplicationScoped
class ToolRunner {

    /**
     * A call that may run.
     *
     * @param origin the run that the model made it in
     * @param again whether somebody has said that it may run although it may have run before
     */
    record Job(ToolCall call, Toolbox.Offer offer, ToolCaller caller, String origin, boolean again) {

        Duration timeout() {
            return offer.tool().timeout();
        }
    }

    private AgentSettings rules;
    private Semaphore places;

    @Inject
    Settings settings;

    @Inject
    Schemas schemas;

    @Inject
    OnceCalls once;

    @Inject
    VirtualThreads threads;

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
        places = new Semaphore(rules.running());
    }

    /** The calls of one run. */
    RunningTools running() {
        return new RunningTools(this::run, executor(), Ticker.SYSTEM, rules.parallel());
    }

    Executor executor() {
        return threads;
    }

    /** Calls that run now. */
    int busy() {
        return rules.running() - places.availablePermits();
    }

    private ToolResult run(Job job) {
        if (!places.tryAcquire()) {
            return ToolResult.failed(ToolError.BUSY, "The server runs as many tools as it may; try again later.");
        }
        try {
            long begun = Ticker.SYSTEM.nanos();
            var result = checked(job);
            return result.cutTo(rules.maxResult())
                    .after(Duration.ofNanos(Ticker.SYSTEM.nanos() - begun).toMillis());
        } finally {
            places.release();
        }
    }

    private ToolResult checked(Job job) {
        var violations = violations(job);
        if (!violations.isEmpty()) {
            return ToolResult.failed(
                    ToolError.INVALID_ARGUMENTS,
                    "The arguments do not fit: "
                            + violations.stream()
                                    .map(violation -> (violation.field() + " " + violation.message()).strip())
                                    .collect(Collectors.joining("; ")));
        }
        return job.offer().tool().once() ? once(job) : called(job);
    }

    private List<FieldError> violations(Job job) {
        var schema = job.offer().tool().spec().parameters();
        if (schema == null) {
            return List.of();
        }
        try {
            return schemas.compile("parameters", schema).violations(job.call().arguments());
        } catch (ApiException notOurs) {
            // an MCP server's own schema, which it checks itself
            return List.of();
        }
    }

    private ToolResult once(Job job) {
        if (job.again()) {
            once.beginAgain(job.origin(), job.call());
        } else if (!once.begin(job.origin(), job.call())) {
            return ToolResult.failed(ToolError.UNKNOWN_OUTCOME, "This call was begun before, and must not run twice.");
        }
        var result = called(job).cutTo(rules.maxResult());
        once.end(job.origin(), job.call(), result);
        return result;
    }

    private static ToolResult called(Job job) {
        try {
            return job.offer().tool().call(job.call().arguments(), job.caller());
        } catch (ToolFailure failure) {
            return ToolResult.failed(failure.error(), failure.getMessage());
        }
    }
}
