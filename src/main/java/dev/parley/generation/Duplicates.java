package dev.parley.generation;

import dev.parley.cache.Answer;
import dev.parley.cache.AnswerCache;
import dev.parley.cache.Flights;
import dev.parley.cache.Idempotency;
import dev.parley.cache.Question;
import dev.parley.observability.Meters;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.RunSpec;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds the answer that is there already, or is being given, before a new one is paid for: the one that the request's {@code
 * Idempotency-Key} has led to, a kept one to an equal question, or a run in flight that answers it. Those cost nothing, and their headers
 * say what they are.
 */
@ApplicationScoped
class Duplicates {

    private static final String CACHE = "X-Cache";
    private static final String REPLAYED = "Idempotent-Replayed";

    @Inject
    Idempotency idempotency;

    @Inject
    AnswerCache answers;

    @Inject
    Flights flights;

    @Inject
    Runs runs;

    @Inject
    Meters meters;

    /**
     * @param models {@code provider/model} of everybody who may answer
     * @param begin starts the run of {@code spec}; nothing is paid before it is called
     */
    Run answer(GenerationRequest request, RunSpec spec, List<String> models, Supplier<Run> begin) {
        if (request.by().idempotencyKey() != null) {
            return once(request, spec, begin);
        }
        return request.by().cache().covers(request.prompt()) ? kept(request, spec, models, begin) : begin.get();
    }

    /** The same for what may not be answered from memory, because its tools do something: only the request sent again is found. */
    Run answer(GenerationRequest request, RunSpec spec, Supplier<Run> begin) {
        return request.by().idempotencyKey() != null ? once(request, spec, begin) : begin.get();
    }

    private Run once(GenerationRequest request, RunSpec spec, Supplier<Run> begin) {
        var by = request.by();
        var seat = idempotency.once(by.idempotencyKey(), spec.owner(), request.choice(), spec.id(), begin);
        if (!seat.run().id().equals(spec.id())) {
            meters.replayed();
            by.context().header(REPLAYED, "true");
        }
        return seat.run();
    }

    private Run kept(GenerationRequest request, RunSpec spec, List<String> models, Supplier<Run> begin) {
        var question = new Question(spec.owner(), models, request.prompt(), request.choice(), request.stream());
        var known = answers.find(question, request.by().cache());
        if (known.isPresent()) {
            return again(request, spec, known.get());
        }
        var name = answers.flight(question, request.by().caller().id(), request.timeout());
        var seat = flights.board(name, new Purchase(request, spec, question, begin));
        if (seat.joined()) {
            meters.cacheJoined();
            request.by().context().header(CACHE, "join");
            if (request.continues()) {
                seat.run().goOn();
            }
        }
        return seat.run();
    }

    /** What was answered before, as a run of its own. */
    private Run again(GenerationRequest request, RunSpec spec, Answer known) {
        meters.cacheHit();
        var context = request.by().context();
        context.header(CACHE, "hit");
        context.answered(known.model(), known.outcome().usage());
        return runs.replay(spec, known.model(), known.deltas(), known.outcome());
    }

    /** Has a question answered that nobody is answering: one who was may have come to the end since it was looked up. */
    private final class Purchase implements Flights.Departure {

        private final GenerationRequest request;
        private final RunSpec spec;
        private final Question question;
        private final Supplier<Run> begin;
        private boolean paid;

        Purchase(GenerationRequest request, RunSpec spec, Question question, Supplier<Run> begin) {
            this.request = request;
            this.spec = spec;
            this.question = question;
            this.begin = begin;
        }

        @Override
        public Run begin() {
            var known = answers.find(question, request.by().cache());
            return known.isPresent() ? again(request, spec, known.get()) : pay();
        }

        private Run pay() {
            var run = begin.get();
            paid = true;
            meters.cacheMissed();
            request.by().context().header(CACHE, "miss");
            return run;
        }

        @Override
        public void ended(Run run, Outcome outcome) {
            if (paid) {
                answers.keep(question, run, outcome);
            }
        }
    }
}
