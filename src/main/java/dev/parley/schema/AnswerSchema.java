package dev.parley.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.parley.http.Json;
import dev.parley.problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What an answer must fulfil. Shared by all threads. */
public final class AnswerSchema {

    /** That an answer is a JSON object, whatever is in it. */
    public static final AnswerSchema ANY_OBJECT = new AnswerSchema(null);

    private static final int MOST_TOLD = 20;

    private final Schema schema;

    AnswerSchema(Schema schema) {
        this.schema = schema;
    }

    /** How {@code answer} breaks it, each by its JSON Pointer; empty when it does not. */
    public List<FieldError> violations(String answer) {
        try {
            return violations(Json.MAPPER.readTree(answer));
        } catch (JsonProcessingException notJson) {
            return List.of(new FieldError("", "is not one JSON text"));
        } catch (Effort.Exhausted tooMuch) {
            return List.of(new FieldError("", "can't be checked within reasonable time"));
        }
    }

    private List<FieldError> violations(JsonNode answer) {
        if (answer.isMissingNode()) {
            return List.of(new FieldError("", "is empty"));
        }
        if (schema == null) {
            return answer.isObject() ? List.of() : List.of(new FieldError("", "is not a JSON object"));
        }
        var errors = new ArrayList<Error>();
        Effort.within(() -> errors.addAll(schema.validate(answer)));
        return errors.stream()
                .limit(MOST_TOLD)
                .map(error -> new FieldError(error.getInstanceLocation().toString(), error.getMessage()))
                .toList();
    }
}
