package dev.parley.governance.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.List;

/**
 * Reads what administrators send. Unlike the doors' bodies, a field that is not known is refused: a limit with a slip in its name would
 * else be no limit.
 */
@ApplicationScoped
public class Bodies {

    @Inject
    Validator validator;

    /** @throws ApiException {@code INVALID_REQUEST} */
    public <T> T read(JsonNode body, Class<T> type) {
        demandObject(body);
        try {
            T read = Json.MAPPER
                    .readerFor(type)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(body);
            var violations = validator.validate(read);
            if (!violations.isEmpty()) {
                throw Faults.of(new ConstraintViolationException(violations));
            }
            return read;
        } catch (UnrecognizedPropertyException unknown) {
            throw invalid(unknown.getPropertyName(), "is not known here");
        } catch (JsonProcessingException wrong) {
            throw Faults.of(wrong);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws ApiException {@code INVALID_REQUEST} */
    public void demandObject(JsonNode body) {
        if (!body.isObject()) {
            throw invalid("The body", "must be an object");
        }
    }

    /** {@code current} with the changes of {@code patch}: RFC 7396, null takes a member away. */
    public static ObjectNode merged(ObjectNode current, JsonNode patch) {
        var merged = current.deepCopy();
        patch.properties().forEach(change -> {
            var value = change.getValue();
            if (value.isNull()) {
                merged.remove(change.getKey());
            } else if (value.isObject() && merged.get(change.getKey()) instanceof ObjectNode before) {
                merged.set(change.getKey(), merged(before, value));
            } else {
                merged.set(change.getKey(), value);
            }
        });
        return merged;
    }

    public static ApiException invalid(String field, String message) {
        var name = field.length() <= 64 ? field : field.substring(0, 64) + "…";
        return new ApiException(
                ErrorCode.INVALID_REQUEST, name + " " + message + ".", List.of(new FieldError(name, message)));
    }
}
