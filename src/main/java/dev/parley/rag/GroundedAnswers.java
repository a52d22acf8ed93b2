package dev.parley.rag;

import dev.parley.generation.Framing;
import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.Delta;
import dev.parley.llm.Prompt;
import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.run.Run;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Answers questions from passages: finds them, asks a model, checks what it cites. Blocks until the model is asked. */
@ApplicationScoped
class GroundedAnswers {

    private static final String OPERATION = "rag_query";

    /** Who answers where no model is asked. */
    private static final String NO_MODEL = "parley";

    private static final String NO_PASSAGE =
            "No passage of the documents comes near enough to this question to answer it, so no model was asked.";

    private RagSettings rules;

    @Inject
    Settings settings;

    @Inject
    Retrieval retrieval;

    @Inject
    Generation generation;

    @Inject
    Models models;

    @PostConstruct
    void configure() {
        rules = RagSettings.read(settings);
    }

    /**
     * The run that answers a question.
     *
     * @param asked the caller's own time limit, null for the server's; it holds for finding and answering together
     */
    Run answer(QueryRequest question, boolean stream, Requester by, Duration asked) {
        var deadline = deadline(stream, asked);
        models.demand(question.model(), by.caller());
        var found = retrieval.find(question.toSearch(), by, deadline);
        var prompt = prompt(question, found);
        var sources = QueryAnswer.Sources.of(found, SearchAnswer.sources(prompt.hits()));
        if (prompt.hits().isEmpty() && !rules.askWithoutPassages()) {
            var request = request(question, prompt, stream, by, deadline, Framing.NONE);
            return generation.give(request, NO_MODEL, List.of(sources, new Delta.TextDelta(NO_PASSAGE)));
        }
        var framing = new Framing(List.of(sources), answer -> new CitedStream(answer, prompt.hits()));
        return generation.start(request(question, prompt, stream, by, deadline, framing));
    }

    /** What would become of a question. Nothing is paid, so its passages are found by words alone. */
    Verdict assess(QueryRequest question, boolean stream, Requester by, Duration asked) {
        var deadline = deadline(stream, asked);
        var prompt = prompt(question, retrieval.findFree(question.toSearch(), by, deadline));
        return generation.assess(request(question, prompt, stream, by, deadline, Framing.NONE), 1);
    }

    private Deadline deadline(boolean stream, Duration asked) {
        return Deadline.after(generation.time(stream, asked), Ticker.SYSTEM);
    }

    private GroundedPrompt prompt(QueryRequest question, Retrieved found) {
        var near = found.hits().stream()
                .filter(hit -> hit.score() >= rules.minScore())
                .toList();
        return GroundedPrompt.of(question.query(), near, rules.contextTokens());
    }

    private static GenerationRequest request(
            QueryRequest question,
            GroundedPrompt prompt,
            boolean stream,
            Requester by,
            Deadline deadline,
            Framing framing) {
        var left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        return new GenerationRequest(
                by,
                OPERATION,
                Prompt.of(question.model(), prompt.messages(), question.sampling()),
                stream,
                question.continues(),
                left,
                0,
                null,
                framing);
    }
}
