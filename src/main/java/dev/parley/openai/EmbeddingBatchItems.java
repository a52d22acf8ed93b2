package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.Question;
import dev.parley.generation.Generation;
import dev.parley.http.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;

/** Embeddings in batches. */
@ApplicationScoped
class EmbeddingBatchItems extends BatchLines {

    @Inject
    Validator validator;

    @Inject
    Generation generation;

    @Override
    public String endpoint() {
        return "/v1/embeddings";
    }

    @Override
    protected Question<?> question(JsonNode body, Batch batch) throws JsonProcessingException {
        var request = Json.MAPPER.treeToValue(body, EmbeddingRequestWire.class);
        var violations = validator.validate(request);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return new EmbeddingQuestion(generation, request.toRequest(), request.wantsBase64());
    }
}
