package dev.parley.run;

import dev.parley.llm.Completion;
import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.observability.LogContext;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One upstream generation. It lives from the moment a request was admitted: a virtual thread opens the call, writes what comes into
 * the journal and wakes the listeners; it ends completed, failed or cancelled, and can be read for a while after that.
 */
public final class Run implements Audible, Runnable {

    private volatile boolean settling;
    private static final System.Logger LOG = System.getLogger(Run.class.getName());
    private static final Listener[] NOBODY = {};
    private static final Function<Watch, ModelStream> NO_SOURCE = watch -> {
        throw new IllegalStateException("a run that has ended is not run again");
    };

    private final RunSpec spec;
    private final Function<Watch, ? extends ModelStream> source;
    private final RunRules rules;
    private final Journal journal = new Journal();
    private final Watch watch = new Watch();
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final RunTimes times;

    private volatile Listener[] listeners = NOBODY;
    private volatile String model;
    private volatile ApiException stopped;
    private Runnable beforeEnd = () -> {};
    private volatile boolean continues;

    /** Listeners that are announced and not there yet; the first of them is whoever has had the run started. */
    private int expected = 1;

    private Usage reported;

    Run(RunSpec spec, Function<Watch, ? extends ModelStream> source, RunRules rules) {
        this.spec = spec;
        this.source = source;
        this.rules = rules;
        this.model = spec.model();
        this.continues = spec.continues();
        this.times = new RunTimes(rules.ticker());
    }

    /** A run that has ended already: it was kept, and nobody has to be asked. */
    static Run ended(RunSpec spec, RunRules rules, String model, List<Delta> deltas, Outcome outcome) {
        var run = new Run(spec, NO_SOURCE, rules);
        run.model = model;
        deltas.forEach(run.journal::append);
        run.close(outcome);
        return run;
    }

    /** A run whose entries and end are told from outside: it runs, or ran, in another process. */
    static Run told(RunSpec spec, RunRules rules, String model) {
        var run = new Run(spec, NO_SOURCE, rules);
        run.model = model;
        return run;
    }

    /** For whoever tells a run, one thread at a time. */
    void tell(String answering, List<Delta> deltas) {
        model = answering;
        if (!deltas.isEmpty()) {
            deltas.forEach(journal::append);
            wakeAll();
        }
    }

    /** Sets what is done with the closed journal before anybody hears of the end; before the run begins. */
    void beforeEnd(Runnable work) {
        beforeEnd = work;
    }

    public String id() {
        return spec.id();
    }

    public RunSpec spec() {
        return spec;
    }

    /** {@code provider/model} that answers; before the first token, the one that is asked first. */
    public String model() {
        return model;
    }

    public Journal journal() {
        return journal;
    }

    public RunTimes times() {
        return times;
    }

    /**
     * Completes with the outcome, on the run's thread, after the journal is closed and before the listeners hear of it: what must be
     * settled is settled when a client has its answer. Never completes exceptionally.
     */
    public CompletionStage<Outcome> end() {
        return end;
    }

    @Override
    public void attach(Listener listener) {
        synchronized (this) {
            var more = Arrays.copyOf(listeners, listeners.length + 1);
            more[more.length - 1] = listener;
            listeners = more;
            expected = Math.max(0, expected - 1);
        }
        listener.wake();
    }

    @Override
    public void handOver(Listener from, Listener to) {
        synchronized (this) {
            listeners = Arrays.stream(listeners)
                    .map(listener -> listener == from ? to : listener)
                    .toArray(Listener[]::new);
        }
        to.wake();
    }

    /**
     * Announces a listener that will be attached: until then, others who leave do not end the run.
     *
     * @return false when it is too late, because the run was cancelled or is being cancelled
     */
    public synchronized boolean expectOneMore() {
        var outcome = journal.outcome();
        if (outcome == null ? watch.isCancelled() : outcome instanceof Outcome.Cancelled) {
            return false;
        }
        expected++;
        return true;
    }

    /** Takes back an announcement, that of the start too: as if a listener had come and left. */
    public synchronized void expectOneLess() {
        expected = Math.max(0, expected - 1);
        cancelIfAbandoned();
    }

    /** Lets the run go on when nobody listens any more, whatever it was started with. */
    public void goOn() {
        continues = true;
    }

    @Override
    public synchronized void leave(Listener listener) {
        var others = Arrays.stream(listeners).filter(other -> other != listener).toArray(Listener[]::new);
        boolean left = others.length < listeners.length;
        listeners = others;
        if (left) {
            cancelIfAbandoned();
        }
    }

    /** Under the lock, so that nobody is told to come to a run that is about to be cancelled. */
    private void cancelIfAbandoned() {
        if (listeners.length == 0 && expected == 0 && !continues) {
            cancel();
        }
    }

    @Override
    public boolean spoke() {
        return journal.size() > 0;
    }

    @Override
    public Outcome outcome() {
        return journal.outcome();
    }

    @Override
    public boolean isSettling() {
        return settling;
    }

    /** Whether anybody still reads. */
    boolean isHeard() {
        return listeners.length > 0;
    }

    /** Stops the run and closes the connection to the provider. Without effect once it has ended. Returns at once. */
    public void cancel() {
        watch.cancel();
    }

    /** Stops the run as {@link #cancel} does, and lets it fail with {@code why}. Without effect once it has ended. Returns at once. */
    public void stop(ApiException why) {
        stopped = why;
        watch.cancel();
    }

    boolean isCancelled() {
        return watch.isCancelled();
    }

    /** The body of the run's virtual thread. */
    @Override
    public void run() {
        try (var log = LogContext.of(spec.requestId())) {
            close(toTheEnd());
        }
    }

    private Outcome toTheEnd() {
        try {
            return follow();
        } catch (ApiException failure) {
            if (failure.code() != ErrorCode.CANCELLED) {
                return new Outcome.Failed(failure, used());
            }
            var why = stopped;
            return why == null ? new Outcome.Cancelled(used()) : new Outcome.Failed(why, used());
        } catch (RuntimeException | Error defect) {
            LOG.log(System.Logger.Level.ERROR, "Run " + spec.id() + " ended by a defect", defect);
            return new Outcome.Failed(
                    new ApiException(ErrorCode.INTERNAL_ERROR, "The server failed; the log tells why.", defect),
                    used());
        }
    }

    private Outcome follow() {
        try (var call = source.apply(watch)) {
            model = call.model();
            while (true) {
                var delta = call.next();
                switch (delta) {
                    case Delta.UsageDelta usage -> reported = usage.usage();
                    case Delta.End last -> {
                        return complete(last);
                    }
                    default -> append(delta);
                }
            }
        }
    }

    private void append(Delta delta) {
        if (journal.size() == 0) {
            times.firstToken();
        }
        journal.append(delta);
        if (journal.characters() > rules.maxCharacters()) {
            throw new ApiException(
                    ErrorCode.ANSWER_TOO_LARGE,
                    "The answer is longer than %d characters, the most a run holds (parley.run.max-characters)."
                            .formatted(rules.maxCharacters()));
        }
        wakeAll();
    }

    private Outcome complete(Delta.End last) {
        settling = true;
        var usage = reported != null ? reported : rules.estimate().of(spec.prompt(), journal);
        journal.append(new Delta.UsageDelta(usage));
        journal.append(last);
        return new Outcome.Completed(last.reason(), usage);
    }

    private Usage used() {
        if (reported != null) {
            return reported;
        }
        return journal.size() == 0 ? Usage.estimated(0, 0) : rules.estimate().of(spec.prompt(), journal);
    }

    /** For the run's own thread, or whoever tells it; once. */
    void close(Outcome outcome) {
        settling = true;
        times.end();
        journal.close(outcome);
        beforeEnd.run();
        end.complete(outcome);
        settling = false;
        wakeAll();
    }

    private void wakeAll() {
        for (var listener : listeners) {
            listener.wake();
        }
    }

    /** Keeps the time limits and lets the listeners send their heartbeats; called by the pulse. */
    void beat(long now) {
        watch.check(now);
        for (var listener : listeners) {
            listener.beat(now);
        }
    }

    /** The whole answer as far as it came; for the run's thread and after the end. */
    public Completion completion(Outcome outcome) {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        var calls = new ArrayList<ToolCallText>();
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.at(i)) {
                case Delta.TextDelta delta -> text.append(delta.text());
                case Delta.ReasoningDelta delta -> reasoning.append(delta.text());
                case Delta.ToolCallDelta delta -> ToolCallText.collect(calls, delta);
                case Delta.Progress progress -> {}
                case Delta.UsageDelta usage -> {}
                case Delta.End last -> {}
            }
        }
        var reason = outcome instanceof Outcome.Completed completed ? completed.reason() : FinishReason.CANCELLED;
        List<Content.ToolCall> whole = calls.stream().map(ToolCallText::whole).toList();
        return new Completion(model, text.toString(), reasoning.toString(), whole, reason, outcome.usage());
    }
}
