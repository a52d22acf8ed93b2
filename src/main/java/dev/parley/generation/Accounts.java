package dev.parley.generation;

import dev.parley.governance.Permit;
import dev.parley.governance.Settlement;
import dev.parley.governance.budget.Prices;
import dev.parley.llm.Delta;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.observability.Meters;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Journal;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.stream.IntStream;

/** What is written down when a run has ended, before its client hears of it: the access line, the meters, the log. */
@ApplicationScoped
class Accounts {

    private static final System.Logger LOG = System.getLogger(Generation.class.getName());

    private static final String EMBEDDINGS = "embeddings";

    @Inject
    Meters meters;

    @Inject
    Prices prices;

    void close(GenerationRequest request, Run run, Outcome outcome, Permit permit) {
        permit.settle(settlement(run, outcome));
        request.by().context().answered(run.model(), outcome.usage());
        measure(request, run, outcome);
        logFailure(request, run, outcome);
    }

    private void logFailure(GenerationRequest request, Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            LOG.log(
                    Level.WARNING,
                    "{0} with {1} failed after {2} ms and {3} entries: {4}",
                    run.id(),
                    run.model(),
                    run.times().total().toMillis(),
                    run.journal().size(),
                    failed.failure().code().wireName());
            if (request.stream() && run.times().spoke()) {
                meters.problem(failed.failure().code());
            }
        }
    }

    /** What a run of several answers has left to be written down: each answer has its own account. */
    void close(GenerationRequest request, Run run, Outcome outcome) {
        request.by().context().answered(run.model(), outcome.usage());
        ended(request, run, outcome);
        logFailure(request, run, outcome);
    }

    /** One answer of a run of several. */
    void close(GenerationRequest request, StepStream.End end, Permit permit) {
        permit.settle(new Settlement(end.model(), end.usage(), end.status(), end.firstToken(), end.duration()));
        var model = meters.of(request.operation(), end.model());
        var failure = end.failure() == null ? null : end.failure().code();
        model.callEnded(end.duration(), failure);
        model.used(end.usage());
        if (end.status() == Settlement.Status.CANCELLED) {
            model.callCancelled();
        }
        if (isTimeout(failure)) {
            model.timedOut();
        }
    }

    /** Micro-dollars; nothing for a model without a price. */
    long price(StepStream.End end) {
        var cost = prices.cost(end.model(), end.usage());
        return cost == null ? 0 : cost;
    }

    void close(RequestContext request, Embeddings embeddings, Duration taken, Permit permit) {
        permit.settle(new Settlement(embeddings.model(), embeddings.usage(), Settlement.Status.COMPLETED, null, taken));
        request.answered(embeddings.model(), embeddings.usage());
        var model = meters.of(EMBEDDINGS, embeddings.model());
        model.requestEnded(taken, null);
        model.used(embeddings.usage());
    }

    void close(String model, ApiException failure, Duration taken, Permit permit) {
        permit.settle(new Settlement(model, Usage.estimated(0, 0), Settlement.Status.FAILED, null, taken));
        var meter = meters.of(EMBEDDINGS, model);
        meter.requestEnded(taken, failure.code());
        if (isTimeout(failure.code())) {
            meter.timedOut();
        }
    }

    private static Settlement settlement(Run run, Outcome outcome) {
        var times = run.times();
        var status = switch (outcome) {
            case Outcome.Completed completed -> Settlement.Status.COMPLETED;
            case Outcome.Failed failed -> Settlement.Status.FAILED;
            case Outcome.Cancelled cancelled -> Settlement.Status.CANCELLED;
        };
        return new Settlement(
                run.model(), outcome.usage(), status, times.spoke() ? times.toFirstToken() : null, times.total());
    }

    /** What a request has taken, however many calls it took. */
    private void ended(GenerationRequest request, Run run, Outcome outcome) {
        var model = meters.of(request.operation(), run.model());
        var times = run.times();
        model.requestEnded(
                times.total(),
                outcome instanceof Outcome.Failed failed ? failed.failure().code() : null);
        if (times.spoke()) {
            model.firstToken(times.toFirstToken());
        }
        if (times.spoke() && request.stream()) {
            model.tokensFollowed(outcome.usage().output(), times.total().minus(times.toFirstToken()));
        }
    }

    private void measure(GenerationRequest request, Run run, Outcome outcome) {
        ended(request, run, outcome);
        var model = meters.of(request.operation(), run.model());
        var times = run.times();
        var failure =
                outcome instanceof Outcome.Failed failed ? failed.failure().code() : null;
        model.callEnded(times.total(), failure);
        model.used(outcome.usage());
        if (outcome instanceof Outcome.Cancelled) {
            model.callCancelled();
        }
        if (isTimeout(failure)) {
            model.timedOut();
        }
        if (outcome instanceof Outcome.Completed && isEmpty(run.journal())) {
            model.answeredEmpty();
        }
    }

    private static boolean isEmpty(Journal journal) {
        return IntStream.range(0, journal.size())
                .mapToObj(journal::at)
                .noneMatch(delta -> delta instanceof Delta.TextDelta || delta instanceof Delta.ToolCallDelta);
    }

    private static boolean isTimeout(ErrorCode failure) {
        return failure == ErrorCode.PROVIDER_TIMEOUT || failure == ErrorCode.DEADLINE_EXCEEDED;
    }
}
