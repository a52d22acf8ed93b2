package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.PromptQuestion;
import dev.parley.batch.Question;
import dev.parley.generation.Generation;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Chat completions in batches, a reply for each choice. */
@ApplicationScoped
class ChatBatchItems extends BatchLines {

    static final String ENDPOINT = "/v1/chat/completions";

    @Inject
    ChatPrompts prompts;

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
        var request = read(body, ChatRequestWire.class);
        return new PromptQuestion(generation, runs, prompts.choices(request), ChatBatchItems::completion);
    }

    private static ChatCompletionWire completion(List<Run> replied) {
        return ChatCompletionWire.of(replied, replied.getFirst().spec().createdAt() / 1_000);
    }
}
