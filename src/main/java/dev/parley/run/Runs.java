package dev.parley.run;

import dev.parley.llm.Delta;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.observability.Drain;
import dev.parley.observability.Meters;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** All runs that live, and those that ended lately and can still be read. */
@ApplicationScoped
public class Runs {

    private static final Duration TAIL_PAUSE = Duration.ofMillis(300);

    private final Map<String, Run> live = new ConcurrentHashMap<>();

    /** Those that another process runs. */
    private final Set<Run> followed = ConcurrentHashMap.newKeySet();

    private final Map<String, Run> readable = new ConcurrentHashMap<>();
    private EndedRuns ended;
    private TokenCounter tokens;
    private RunSettings rules;
    private RunRules runRules;

    @Inject
    Settings settings;

    @Inject
    VirtualThreads threads;

    @Inject
    Pulse pulse;

    @Inject
    Drain drain;

    @Inject
    Meters meters;

    @Inject
    JournalWriter writer;

    @Inject
    StoredRuns stored;

    /** What is slow to make, or may be set wrong, is made before the first request. */
    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
        drain.waitFor(this::liveCount, this::cancelAll);
        meters.activeRuns(this::liveCount);
    }

    @PostConstruct
    void configure() {
        tokens = TokenCounter.o200k();
        rules = RunSettings.read(settings);
        ended = new EndedRuns(rules.keepAtMost(), rules.keep(), run -> readable.remove(run.id()));
        runRules = new RunRules(Ticker.SYSTEM, rules.maxCharacters(), this::estimate);
    }

    /**
     * Starts a run on a virtual thread of its own and returns at once.
     *
     * @param preface what its journal begins with, before the provider is asked
     * @param source opens the provider's call, on the run's thread
     * @throws ApiException {@code TOO_MANY_RUNS}
     */
    public Run start(RunSpec spec, List<Delta.Note> preface, Function<Watch, ? extends ModelStream> source) {
        if (live.size() >= rules.maxLive()) {
            throw tooMany();
        }
        var run = new Run(spec, source, runRules);
        run.preface(preface);
        live.put(run.id(), run);
        readable.put(run.id(), run);
        writer.follow(run);
        run.beforeEnd(() -> writer.ended(run));
        run.end().thenRun(() -> retire(run));
        execute(run);
        return run;
    }

    /**
     * A run that has ended already, with all that it put out; it can be read like any other.
     *
     * @param model {@code provider/model} that answered
     */
    public Run replay(RunSpec spec, String model, List<Delta> deltas, Outcome outcome) {
        var run = Run.ended(spec, runRules, model, deltas, outcome);
        readable.put(run.id(), run);
        run.end().thenRun(() -> retire(run));
        return run;
    }

    private void execute(Run run) {
        try {
            threads.execute(run);
        } catch (RejectedExecutionException stopping) {
            live.remove(run.id());
            readable.remove(run.id());
            writer.forget(run);
            throw new ApiException(
                    ErrorCode.DRAINING, "The server is stopping; ask another one.", Duration.ofSeconds(5));
        }
    }

    /**
     * The run of this name, as {@link #find(String)}, for its owner only.
     *
     * @throws ApiException {@code RUN_NOT_FOUND} also when it is another's
     */
    public Run find(String id, String owner) {
        var run = find(id);
        if (!run.spec().owner().equals(owner)) {
            throw notFound();
        }
        return run;
    }

    /**
     * The run of this name. Blocks on the database when it is not in memory: a finished one is read whole, one that another process
     * runs is followed from there, and one whose process died ends with {@code INTERRUPTED}.
     *
     * @throws ApiException {@code RUN_NOT_FOUND} when there never was such a run or it is no longer kept; {@code STORE_UNAVAILABLE};
     *     {@code TOO_MANY_RUNS} of other processes are followed
     */
    public Run find(String id) {
        var run = readable.get(id);
        return run != null ? run : Objects.requireNonNullElseGet(writer.find(id), () -> read(id));
    }

    private Run read(String id) {
        var row = stored.find(id).orElseThrow(Runs::notFound);
        var run = Run.told(row.spec(), runRules, row.model());
        boolean running = stored.isRunning(row);
        if (running && followed.size() >= rules.maxLive()) {
            throw tooMany();
        }
        if (!running) {
            tellWhole(run, row);
        }
        var known = readable.putIfAbsent(id, run);
        if (known != null) {
            return known;
        }
        if (running) {
            followed.add(run);
        }
        run.end().thenRun(() -> retire(run));
        if (running) {
            threads.execute(new Tail(run, stored, TAIL_PAUSE));
        }
        return run;
    }

    private void tellWhole(Run run, StoredRun row) {
        var entries = stored.entries(row, 0);
        run.tell(row.model(), entries);
        if (row.end() == null) {
            run.close(StoredRuns.interrupted(entries));
        } else {
            Tail.tellEnd(run, row.end());
        }
    }

    private static ApiException notFound() {
        return new ApiException(
                ErrorCode.RUN_NOT_FOUND, "There is no run with this id, or it ended too long ago to be kept.");
    }

    private ApiException tooMany() {
        return new ApiException(
                ErrorCode.TOO_MANY_RUNS,
                "%d generations are running, the most this server holds (parley.run.max-live); try again later."
                        .formatted(rules.maxLive()),
                Duration.ofSeconds(2));
    }

    /** Whether {@link #find} still finds this run. */
    public boolean keeps(Run run) {
        return readable.get(run.id()) == run;
    }

    /** Runs that have not ended. */
    public int liveCount() {
        return live.size();
    }

    /** Cancels every live run. */
    public void cancelAll() {
        live.values().forEach(Run::cancel);
    }

    private void retire(Run run) {
        ended.attend(run);
        live.remove(run.id());
        followed.remove(run);
        if (run.spec().read()) {
            ended.keep(run);
        } else {
            readable.remove(run.id());
        }
    }

    /** Lets the time pass for all runs that go on or are still read. */
    void beat() {
        var now = runRules.ticker().nanos();
        live.values().forEach(run -> run.beat(now));
        followed.forEach(run -> run.beat(now));
        ended.beat(now);
    }

    private Usage estimate(Prompt prompt, Journal journal) {
        return Usage.estimated(tokens.count(prompt), tokens.count(AnswerText.of(journal)));
    }
}
