package dev.parley.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.Faults;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;

/** The lines of {@code POST /batches}. */
@ApplicationScoped
class NativeItems implements ItemDialect {

    static final String ENDPOINT = "/batches";

    @Inject
    Validator validator;

    @Override
    public String endpoint() {
        return ENDPOINT;
    }

    @Override
    public Item read(String line, String model) {
        try {
            var item = Json.MAPPER.readValue(line, BatchItem.class);
            if (item == null) {
                throw Faults.of(new jakarta.ws.rs.core.NoContentException("null"));
            }
            var violations = validator.validate(item);
            if (!violations.isEmpty()) {
                throw Faults.of(new ConstraintViolationException(violations));
            }
            return new Item(item.id(), item.toPrompt(model));
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
    }

    @Override
    public String answered(Item item, Run run, Outcome.Completed outcome) {
        return Json.text(ItemAnswer.of(item.id(), run.id(), run.completion(outcome)));
    }

    @Override
    public String failed(Item item, ApiException failure, String runId) {
        return Json.text(ItemAnswer.failed(item.id(), failure, runId));
    }
}
