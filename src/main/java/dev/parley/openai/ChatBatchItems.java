package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.PromptQuestion;
import dev.parley.batch.Question;
import dev.parley.generation.Generation;
import dev.parley.http.Json;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;

/** Chat completions in batches, a reply for each choice. */
@ApplicationScoped
class ChatBatchItems extends BatchLines {

    static final String ENDPOINT = "/v1/chat/completions";

    @Inject
    ChatPrompts prompts;

    @Inject
    Validator validator;

    @Inject
    Generation generation;

    @Inject
    Runs runs;

    @Override
    public String endpoint() {
        return ENDPOINT;
    }

    @Override
    protected Question<?> question(JsonNode body, Batch batch) throws JsonProcessingException {
        var request = Json.MAPPER.treeToValue(body, ChatRequestWire.class);
        var violations = validator.validate(request);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return new PromptQuestion(generation, runs, prompts.choices(request), ChatBatchItems::completion);
    }

    private static ChatCompletionWire completion(List<Run> replied) {
        return ChatCompletionWire.of(replied, replied.getFirst().spec().createdAt() / 1_000);
    }
}
