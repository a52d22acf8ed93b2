package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.Question;
import dev.parley.generation.Generation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Embeddings in batches. */
@ApplicationScoped
class EmbeddingBatchItems extends BatchLines {

    @Inject
    Generation generation;

    @Override
    public String endpoint() {
        return "/v1/embeddings";
    }

    @Override
    protected Question<?> question(JsonNode body, Batch batch) throws JsonProcessingException {
        var request = read(body, EmbeddingRequestWire.class);
        return new EmbeddingQuestion(generation, request.toRequest(), request.wantsBase64());
    }
}
