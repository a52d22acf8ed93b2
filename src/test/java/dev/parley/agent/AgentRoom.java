package dev.parley.agent;

import dev.parley.generation.GenerationRequest;
import dev.parley.generation.ModelSteps;
import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.llm.Delta;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.observability.RequestContext;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.schema.Schemas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The room's beans put together by hand, with the built-in tools and those of {@link TestTools}. */
public final class AgentRoom implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    /** One for all tests, since making its tables takes longer than most of them: names of runs keep them apart. */
    private static final MemoryDatabase DATABASE = new MemoryDatabase();

    private static final GroupCommit COMMITS = DATABASE.commits();

    final String runId = Ids.next("run");
    public final FakeFiles files = new FakeFiles();
    final TestTools tools = new TestTools();
    final ToolCatalog catalog = new ToolCatalog();
    final ToolRunner runner = new ToolRunner();
    final Approvals approvals = new Approvals();
    final OnceCalls once = new OnceCalls();
    final Agents agents = new Agents();

    Set<String> callable;
    Predicate<String> isClients = name -> false;
    List<OpenCall> open = List.of();
    Inbox inbox = new Inbox();
    ToolChoice choice;
    Sampling sampling = Sampling.DEFAULT;
    long spent;

    public AgentRoom(String... settings) {
        var all = Settings.of(map(settings));
        once.settings = all;
        once.commits = COMMITS;
        once.checkpoint = DATABASE.checkpoint();
        approvals.settings = all;
        approvals.commits = COMMITS;
        runner.settings = all;
        runner.schemas = new Schemas();
        runner.once = once;
        runner.threads = MemoryDatabase.threads();
        catalog.settings = all;
        catalog.servers = new McpServers();
        catalog.servers.settings = all;
        catalog.servers.configure();
        catalog.fileSearch = files.tool(all);
        agents.settings = all;
        agents.catalog = catalog;
        agents.approvals = approvals;
        agents.once = once;
        at(NOW);
        once.configure();
        approvals.configure();
        runner.configure();
        catalog.configure();
        agents.configure();
        catalog.look(tools);
        var builtIn = new BuiltInTools();
        builtIn.clock = Clock.fixed(NOW, ZoneOffset.UTC);
        catalog.look(builtIn);
    }

    private static Map<String, String> map(String... settings) {
        return settings.length == 0 ? Map.of() : Map.of(settings[0], settings[1]);
    }

    /** Turns the clock. */
    void at(Instant moment) {
        approvals.clock = Clock.fixed(moment, ZoneOffset.UTC);
        once.clock = approvals.clock;
    }

    public Agents agents() {
        return agents;
    }

    public Approvals approvals() {
        return approvals;
    }

    public OnceCalls once() {
        return once;
    }

    Toolbox box(String... names) {
        var wishes = new ArrayList<ToolWish>();
        for (int i = 0; i < names.length; i++) {
            wishes.add(new ToolWish.Own("tools[" + i + "]", names[i]));
        }
        return catalog.box(wishes, "me");
    }

    /** All that a run puts out, until its end or the failure that it ends with. */
    List<Delta> run(FakeModel model, String... names) {
        return run(model, new Bounds(10, 50, 1_000_000, Duration.ofMinutes(1), 1_000_000), names);
    }

    List<Delta> run(FakeModel model, Bounds bounds, String... names) {
        var deltas = new ArrayList<Delta>();
        try (var run = begin(model, bounds, names)) {
            Delta delta;
            do {
                delta = run.next();
                deltas.add(delta);
            } while (!(delta instanceof Delta.End));
        }
        return deltas;
    }

    AgentRun begin(FakeModel model, Bounds bounds, String... names) {
        if (model.runId == null) {
            model.runId = runId;
        }
        var box = box(names);
        var prompt =
                new Prompt("fake/m", List.of(Message.of(Role.USER, "hello")), box.specs(), choice, sampling, Map.of());
        var generation = new GenerationRequest(
                new Requester(RequestContext.background("req_1", null, "/test"), Caller.OPEN),
                "responses",
                prompt,
                true,
                false,
                null);
        var request = new AgentRequest(
                generation, box, callable == null ? box.names() : callable, isClients, bounds, open, inbox, spent);
        return begin(request, model);
    }

    private AgentRun begin(AgentRequest request, ModelSteps model) {
        return new AgentRun(
                request, model, new Calls(request, model, runner.running(), approvals, once), new AtomicLong());
    }

    @Override
    public void close() {
        tools.release();
    }
}
