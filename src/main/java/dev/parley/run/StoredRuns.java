package dev.parley.run;

import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Runs as the database has them. All methods block on it, and fail with {@code STORE_UNAVAILABLE} when it can't be reached. */
@ApplicationScoped
public class StoredRuns {

    @FunctionalInterface
    private interface Reading<T> {
        T in(Connection connection) throws SQLException;
    }

    private static final System.Logger LOG = System.getLogger(StoredRuns.class.getName());

    private StoreSettings rules;
    private volatile long swept;

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    GroupCommit commits;

    @Inject
    Instances instances;

    @Inject
    Clock clock;

    void onStart(@Observes Startup start) {
        swept = Ticker.SYSTEM.nanos() - rules.sweepEvery().toNanos();
        pulse.onBeat(this::beat);
    }

    @PostConstruct
    void configure() {
        rules = StoreSettings.read(settings);
    }

    /** The run that has not expired; empty when runs are not stored. */
    Optional<StoredRun> find(String id) {
        return rules.on() ? read(connection -> RunTable.find(connection, id, clock.millis())) : Optional.empty();
    }

    /** The entries that are stored of a run, from one number on, as it was when {@code run} was read. */
    List<Delta> entries(StoredRun run, int from) {
        var texts = read(connection -> RunTable.chunks(connection, run.spec().id(), from, run.tailFrom()));
        var entries = new ArrayList<Delta>();
        texts.forEach(text -> entries.addAll(DeltaText.read(text)));
        if (run.tail() != null) {
            var tail = DeltaText.read(run.tail());
            entries.addAll(tail.subList(Math.clamp(from - run.tailFrom(), 0, tail.size()), tail.size()));
        }
        return entries;
    }

    /** Whether a run that has no end is still being run. */
    boolean isRunning(StoredRun run) {
        return run.end() == null && !run.instance().equals(instances.own()) && instances.isAlive(run.instance());
    }

    /** Asks the process that runs it to stop a run, which it does within its next flush. */
    void askToCancel(StoredRun run) {
        commits.call(connection -> {
            RunTable.askToCancel(connection, run.spec().id(), run.instance(), clock.millis());
            return null;
        });
    }

    /** How a run ended that was cut off with these entries. */
    static Outcome interrupted(List<Delta> entries) {
        return new Outcome.Failed(
                new ApiException(
                        ErrorCode.INTERRUPTED,
                        "The server that ran this generation died before its end; ask again. The text until then is kept."),
                Usage.estimated(0, tokensOf(entries)));
    }

    /**
     * The tokens that a call had put out when its run was last written, counted from its text: what is known of the cost of one whose
     * process died. 0 when nothing is stored of it.
     *
     * @param callId the run's id, or for one of several answers of a run that id, a dot and its number
     */
    public int outputSoFar(String callId) {
        int dot = callId.indexOf('.');
        if (dot < 0) {
            return find(callId).map(run -> tokensOf(entries(run, 0))).orElse(0);
        }
        int number = Integer.parseInt(callId.substring(dot + 1));
        return find(callId.substring(0, dot))
                .map(run -> tokensOf(answer(entries(run, 0), number)))
                .orElse(0);
    }

    /** What was put out between the end of the answer before and that of the answer of a number. */
    private static List<Delta> answer(List<Delta> entries, int number) {
        int begin = end(entries, number - 1);
        int end = end(entries, number);
        return begin < 0 && number > 1 ? List.of() : entries.subList(begin + 1, end < 0 ? entries.size() : end);
    }

    private static int end(List<Delta> entries, int number) {
        return entries.indexOf(new Delta.StepEnd(number));
    }

    private static int tokensOf(List<Delta> entries) {
        return TokenCounter.o200k().count(AnswerText.of(entries));
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - swept >= rules.sweepEvery().toNanos()) {
            swept = now;
            threads.execute(this::sweep);
        }
    }

    /** Removes what has expired; what can't be removed now is removed by the next sweep. */
    void sweep() {
        commits.submit(connection -> {
            RunTable.removeExpired(connection, clock.millis());
            return null;
        });
    }

    private <T> T read(Reading<T> reading) {
        try (var connection = source.getConnection()) {
            return reading.in(connection);
        } catch (SQLException failure) {
            LOG.log(System.Logger.Level.WARNING, "Stored runs could not be read: {0}", failure.getMessage());
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE, "Stored runs can't be reached now; try again in a while.", failure);
        }
    }
}
