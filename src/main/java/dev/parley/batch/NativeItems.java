package dev.parley.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.generation.Generation;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.Faults;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.NoContentException;
import java.util.List;

/** The lines of {@code POST /batches}. */
@ApplicationScoped
class NativeItems implements ItemDialect {

    static final String ENDPOINT = "/batches";

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
    public Item read(String line, Batch batch) {
        var item = parsed(line);
        var violations = validator.validate(item);
        if (!violations.isEmpty()) {
            throw Faults.of(new ConstraintViolationException(violations));
        }
        var prompts = List.of(item.toPrompt(batch.model()));
        return new Item(item.id(), new PromptQuestion(generation, runs, prompts, replied -> told(item.id(), replied)));
    }

    private static BatchItem parsed(String line) {
        try {
            var item = Json.MAPPER.readValue(line, BatchItem.class);
            if (item == null) {
                throw Faults.of(new NoContentException("null"));
            }
            return item;
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
    }

    private static ItemAnswer told(String id, List<Run> replied) {
        var run = replied.getFirst();
        return ItemAnswer.of(id, run.id(), run.completion(run.outcome()));
    }

    @Override
    public String id(String line) {
        return parsed(line).id();
    }

    @Override
    public String answered(String id, String replyId, Object answer) {
        return Json.text(answer);
    }

    @Override
    public String failed(String id, ApiException failure, String replyId) {
        return Json.text(ItemAnswer.failed(id, failure, replyId));
    }
}
