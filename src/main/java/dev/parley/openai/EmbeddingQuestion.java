package dev.parley.openai;

import dev.parley.batch.Question;
import dev.parley.batch.Reply;
import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.observability.LogContext;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks for vectors. They come in one piece and quickly, so the reply is over when it is there, and what a crash cuts off before it is recorded is asked for
 * again.
 */
record EmbeddingQuestion(Generation generation, EmbeddingRequest wanted, boolean base64)
        implements Question<EmbeddingQuestion.Vectors> {

    /** @param made null where they could not be made */
    record Vectors(String id, String model, Embeddings made, Outcome outcome) implements Reply {

        @Override
        public CompletionStage<Outcome> end() {
            return CompletableFuture.completedFuture(outcome);
        }

        @Override
        public void cancel() {}
    }

    @Override
    public String model() {
        return wanted.model();
    }

    @Override
    public Verdict assess(Requester by, int replies) {
        return generation.assess(wanted, by);
    }

    @Override
    public Vectors ask(Terms terms, int number) {
        var by = terms.by();
        var id = terms.name().id();
        try (var log = LogContext.of(by.context())) {
            var made = generation.embed(wanted, by);
            return new Vectors(id, made.model(), made, new Outcome.Completed(FinishReason.STOP, made.usage()));
        } catch (ApiException failure) {
            return new Vectors(id, wanted.model(), null, new Outcome.Failed(failure, Usage.reported(0, 0)));
        }
    }

    @Override
    public Vectors find(String name, String owner) {
        return null;
    }

    @Override
    public Object answer(List<Vectors> replies) {
        return EmbeddingListWire.of(replies.getFirst().made(), base64);
    }
}
