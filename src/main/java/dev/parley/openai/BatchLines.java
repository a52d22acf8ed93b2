package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.Item;
import dev.parley.batch.ItemDialect;
import dev.parley.batch.Question;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.problem.FieldError;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.HttpMethod;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * The lines of {@code /v1/batches}: what stands around the body of a request, and around its answer. A bean for each endpoint says what the
 * body asks.
 */
public abstract class BatchLines implements ItemDialect {

    private static final int LONGEST_ID = 128;
    private static final String BODY = "body.";

    @Inject
    Validator validator;

    /** The body of a line, within the constraints of {@code type}. */
    protected <T> T read(JsonNode body, Class<T> type) throws JsonProcessingException {
        var request = Json.MAPPER.treeToValue(body, type);
        var violations = validator.validate(request);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return request;
    }

    /**
     * What the body of a line asks, checked as the endpoint itself checks it.
     *
     * @param body an object
     * @throws JsonProcessingException when a field is of another type
     * @throws ApiException naming the parameter that is wrong
     * @throws ConstraintViolationException the same
     */
    protected abstract Question<?> question(JsonNode body, Batch batch) throws JsonProcessingException;

    @Override
    public Item read(String line, Batch batch) {
        var input = parsed(line);
        check(input);
        try {
            if (input.body().path("stream").asBoolean()) {
                throw BadParam.of("stream", "must be false in a batch");
            }
            return new Item(input.customId(), question(input.body(), batch));
        } catch (JsonProcessingException | ApiException | ConstraintViolationException wrong) {
            throw inBody(Faults.of(wrong));
        }
    }

    private static BatchLineWire.Input parsed(String line) {
        try {
            return Json.MAPPER.readValue(line, BatchLineWire.Input.class);
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
    }

    private void check(BatchLineWire.Input input) {
        if (input == null || input.customId() == null || input.customId().isBlank()) {
            throw BadParam.of("custom_id", "is required");
        }
        if (input.customId().length() > LONGEST_ID || input.customId().indexOf('\0') >= 0) {
            throw BadParam.of("custom_id", "must have " + LONGEST_ID + " characters at most, none of them U+0000");
        }
        if (!HttpMethod.POST.equals(input.method())) {
            throw BadParam.of("method", "must be POST");
        }
        if (!endpoint().equals(input.url())) {
            throw BadParam.of("url", "must be the batch's endpoint, " + endpoint());
        }
        if (input.body() == null || !input.body().isObject()) {
            throw BadParam.of("body", "must be the request, an object");
        }
    }

    private static ApiException inBody(ApiException wrong) {
        if (wrong.code() == ErrorCode.STORE_UNAVAILABLE) {
            return wrong;
        }
        List<FieldError> fields = wrong.fields().stream()
                .map(field -> new FieldError(BODY + field.field(), field.message()))
                .toList();
        return new ApiException(wrong.code(), wrong.detail(), fields);
    }

    @Override
    public String id(String line) {
        return parsed(line).customId();
    }

    @Override
    public String answered(String id, String replyId, Object answer) {
        return output(id, replyId, new BatchLineWire.Answer(HttpURLConnection.HTTP_OK, replyId, answer), null);
    }

    @Override
    public String failed(String id, ApiException failure, String replyId) {
        var told = ErrorWire.of(failure);
        if (replyId == null) {
            var error = told.error();
            return output(id, null, null, new BatchLineWire.Failure(error.code(), error.message()));
        }
        return output(id, replyId, new BatchLineWire.Answer(failure.code().status(), replyId, told), null);
    }

    private static String output(
            String id, String replyId, BatchLineWire.Answer answer, BatchLineWire.Failure failure) {
        var line = "batch_req_" + (replyId == null ? id : replyId.substring(replyId.indexOf('_') + 1));
        return Json.text(new BatchLineWire.Output(line, id, answer, failure));
    }
}
