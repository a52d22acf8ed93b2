package dev.parley.agent;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.run.Run;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Starts runs that may call tools. Doors know tools by it, and nothing of how they run. */
@ApplicationScoped
public class Agents {

    private static final long SWEEP_NANOS = Duration.ofMinutes(10).toNanos();

    private AgentSettings rules;
    private long swept;

    @Inject
    Settings settings;

    @Inject
    Generation generation;

    @Inject
    ToolCatalog catalog;

    @Inject
    ToolRunner runner;

    @Inject
    Approvals approvals;

    @Inject
    OnceCalls once;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    /**
     * A run that was started.
     *
     * @param cost what it has cost until now, in micro-dollars; all of it once the run has ended
     */
    public record Started(Run run, AtomicLong cost) {}

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
        swept = Ticker.SYSTEM.nanos();
    }

    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - swept >= SWEEP_NANOS) {
            swept = now;
            approvals.removeOld();
            once.removeOld();
        }
    }

    /**
     * The tools that a request asks for. May block for an MCP server that is asked for the first time.
     *
     * @param owner who asks
     * @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} for what is not offered, {@code NOT_FOUND} for a vector store, {@code
     *     PROVIDER_UNREACHABLE}
     */
    public Toolbox toolbox(List<ToolWish> wishes, String owner) {
        return wishes.isEmpty() ? Toolbox.EMPTY : catalog.box(wishes, owner);
    }

    /** How far any run may go. */
    public Bounds bounds() {
        return rules.bounds();
    }

    /**
     * Starts a run and returns at once. What refuses a generation refuses it too, before anything is paid or run.
     *
     * @throws dev.parley.problem.ApiException as {@link Generation#start(GenerationRequest)}
     */
    public Started start(AgentRequest request) {
        var cost = new AtomicLong();
        var run = generation.start(
                withinTime(request),
                request.open().isEmpty(),
                model -> new AgentRun(
                        request, model, new Calls(request, model, runner.running(), approvals, once), cost));
        return new Started(run, cost);
    }

    private static GenerationRequest withinTime(AgentRequest request) {
        var asked = request.generation();
        var time = request.bounds().time();
        var shorter = asked.timeout() != null && asked.timeout().compareTo(time) < 0 ? asked.timeout() : time;
        return new GenerationRequest(
                asked.by(),
                asked.operation(),
                asked.prompt(),
                asked.stream(),
                asked.continues(),
                shorter,
                asked.choice(),
                asked.name());
    }
}
