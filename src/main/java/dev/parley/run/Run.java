package dev.parley.run;

import dev.parley.llm.Completion;
import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import dev.parley.observability.LogContext;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One upstream generation. It lives from the moment a request was admitted: a virtual thread opens the call, writes what comes into
 * the journal and wakes the listeners; it ends completed, failed or cancelled, and can be read for a while after that.
 */
public final class Run implements Audible, Runnable {

    private static final Function<Watch, ModelStream> NO_SOURCE = watch -> {
        throw new IllegalStateException("a run that has ended is not run again");
    };

    private final RunSpec spec;
    private final Journal journal = new Journal();
    private final Watch watch = new Watch();
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final RunTimes times;
    private final Audience audience;
    private final Transcript transcript;

    private volatile String model;
    private volatile ApiException stopped;
    private Runnable beforeEnd = () -> {};
    private volatile boolean settling;
    private int prefaced;

    Run(RunSpec spec, Function<Watch, ? extends ModelStream> source, RunRules rules) {
        this.spec = spec;
        this.transcript = new Transcript(this, rules, source, watch);
        this.model = spec.model();
        this.times = new RunTimes(rules.ticker());
        this.audience = new Audience(spec.continues(), this::isLost, this::cancel);
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
            audience.wake();
        }
    }

    /** Puts into the journal what comes before the model's own words; before the run begins. */
    void preface(List<? extends Delta> notes) {
        notes.forEach(journal::append);
        prefaced = notes.size();
    }

    /** Sets what is done with the closed journal before anybody hears of the end; before the run begins. */
    void beforeEnd(Runnable work) {
        beforeEnd = work;
    }

    /** Sets what is done about everybody who comes to listen from now on; for a run that has ended. */
    void onLateListener(Runnable work) {
        audience.onLate(work);
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
        audience.attach(listener);
    }

    @Override
    public void handOver(Listener from, Listener to) {
        audience.handOver(from, to);
    }

    /**
     * Announces a listener that will be attached: until then, others who leave do not end the run.
     *
     * @return false when it is too late, because the run was cancelled or is being cancelled
     */
    public boolean expectOneMore() {
        return audience.expectOneMore();
    }

    private boolean isLost() {
        var outcome = journal.outcome();
        return outcome == null ? watch.isCancelled() : outcome instanceof Outcome.Cancelled;
    }

    /** Takes back an announcement, that of the start too: as if a listener had come and left. */
    public void expectOneLess() {
        audience.expectOneLess();
    }

    /** Lets the run go on when nobody listens any more, whatever it was started with. */
    public void goOn() {
        audience.goOn();
    }

    @Override
    public void leave(Listener listener) {
        audience.leave(listener);
    }

    @Override
    public boolean spoke() {
        return journal.size() > prefaced;
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
        return audience.isThere();
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
            close(transcript.write());
        }
    }

    /** What the run's thread does from here on is for {@link Transcript}. */
    void answeredBy(String model) {
        this.model = model;
    }

    void append(Delta delta) {
        if (!spoke()) {
            times.firstToken();
        }
        journal.append(delta);
    }

    void wake() {
        audience.wake();
    }

    void settle(Usage usage, Delta.End last) {
        settling = true;
        journal.append(new Delta.UsageDelta(usage));
        journal.append(last);
    }

    /** Why it was stopped, null when it was not or was cancelled. */
    ApiException stopped() {
        return stopped;
    }

    /** For the run's own thread, or whoever tells it; once. */
    void close(Outcome outcome) {
        settling = true;
        times.end();
        journal.close(outcome);
        beforeEnd.run();
        end.complete(outcome);
        settling = false;
        audience.wake();
    }

    /** Keeps the time limits and lets the listeners send their heartbeats; called by the pulse. */
    void beat(long now) {
        watch.check(now);
        audience.beat(now);
    }

    /** The whole answer as far as it came; for the run's thread and after the end. */
    public Completion completion(Outcome outcome) {
        return WholeAnswer.of(journal, model, outcome);
    }
}
