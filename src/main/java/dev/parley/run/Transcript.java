package dev.parley.run;

import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import java.util.function.Function;

/** Writes what a provider's call puts out into a run, to its end. On the run's own thread. */
final class Transcript {

    private static final System.Logger LOG = System.getLogger(Run.class.getName());

    private final Run run;
    private final RunRules rules;
    private final Function<Watch, ? extends ModelStream> source;
    private final Watch watch;
    private Usage reported;

    Transcript(Run run, RunRules rules, Function<Watch, ? extends ModelStream> source, Watch watch) {
        this.run = run;
        this.rules = rules;
        this.source = source;
        this.watch = watch;
    }

    /** Opens the call and returns how it ended, whatever happens. */
    Outcome write() {
        try {
            return follow();
        } catch (ApiException failure) {
            if (failure.code() != ErrorCode.CANCELLED) {
                return new Outcome.Failed(failure, used());
            }
            var why = run.stopped();
            return why == null ? new Outcome.Cancelled(used()) : new Outcome.Failed(why, used());
        } catch (RuntimeException | Error defect) {
            LOG.log(System.Logger.Level.ERROR, "Run " + run.id() + " ended by a defect", defect);
            return new Outcome.Failed(
                    new ApiException(ErrorCode.INTERNAL_ERROR, "The server failed; the log tells why.", defect),
                    used());
        }
    }

    private Outcome follow() {
        try (var call = source.apply(watch)) {
            run.answeredBy(call.model());
            while (true) {
                var delta = call.next();
                switch (delta) {
                    case Delta.UsageDelta usage -> reported = usage.usage();
                    case Delta.End last -> {
                        return complete(last);
                    }
                    default -> add(delta);
                }
            }
        }
    }

    private void add(Delta delta) {
        run.append(delta);
        if (run.journal().characters() > rules.maxCharacters()) {
            throw new ApiException(
                    ErrorCode.ANSWER_TOO_LARGE,
                    "The answer is longer than %d characters, the most a run holds (parley.run.max-characters)."
                            .formatted(rules.maxCharacters()));
        }
        run.wake();
    }

    private Outcome complete(Delta.End last) {
        var usage = reported != null ? reported : estimate();
        run.settle(usage, last);
        return new Outcome.Completed(last.reason(), usage);
    }

    private Usage used() {
        if (reported != null) {
            return reported;
        }
        return run.spoke() ? estimate() : Usage.estimated(0, 0);
    }

    private Usage estimate() {
        return rules.estimate().of(run.spec().prompt(), run.journal());
    }
}
