package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.batch.ItemDialect;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.problem.FieldError;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;

/** The lines of {@code /v1/batches} that ask for chat completions. */
@ApplicationScoped
class ChatBatchItems implements ItemDialect {

    static final String ENDPOINT = "/v1/chat/completions";

    private static final int LONGEST_ID = 128;
    private static final String BODY = "body.";

    @Inject
    ChatPrompts prompts;

    @Inject
    Validator validator;

    @Override
    public String endpoint() {
        return ENDPOINT;
    }

    @Override
    public Item read(String line, String model) {
        try {
            var input = Json.MAPPER.readValue(line, BatchLineWire.Input.class);
            check(input);
            return new Item(input.customId(), prompts.of(body(input)));
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
    }

    private static void check(BatchLineWire.Input input) {
        if (input == null || input.customId() == null || input.customId().isBlank()) {
            throw BadParam.of("custom_id", "is required");
        }
        if (input.customId().length() > LONGEST_ID || input.customId().indexOf('\0') >= 0) {
            throw BadParam.of("custom_id", "must have " + LONGEST_ID + " characters at most, none of them U+0000");
        }
        if (!"POST".equals(input.method())) {
            throw BadParam.of("method", "must be POST");
        }
        if (!ENDPOINT.equals(input.url())) {
            throw BadParam.of("url", "must be the batch's endpoint, " + ENDPOINT);
        }
        if (input.body() == null || !input.body().isObject()) {
            throw BadParam.of("body", "must be the request, an object");
        }
    }

    private ChatRequestWire body(BatchLineWire.Input input) throws JsonProcessingException {
        try {
            var body = Json.MAPPER.treeToValue(input.body(), ChatRequestWire.class);
            var violations = validator.validate(body);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            if (body.streams()) {
                throw BadParam.of("stream", "must be false in a batch");
            }
            if (body.choices() > 1) {
                throw BadParam.of("n", "must be 1 in a batch");
            }
            prompts.of(body);
            return body;
        } catch (ApiException | ConstraintViolationException wrong) {
            throw inBody(Faults.of(wrong));
        }
    }

    private static ApiException inBody(ApiException wrong) {
        List<FieldError> fields = wrong.fields().stream()
                .map(field -> new FieldError(BODY + field.field(), field.message()))
                .toList();
        return new ApiException(ErrorCode.INVALID_REQUEST, wrong.detail(), fields);
    }

    @Override
    public String answered(Item item, Run run, Outcome.Completed outcome) {
        var completion = ChatCompletionWire.of(List.of(run), run.spec().createdAt() / 1_000);
        return output(item, run.id(), new BatchLineWire.Answer(200, run.id(), completion), null);
    }

    @Override
    public String failed(Item item, ApiException failure, String runId) {
        var told = ErrorWire.of(failure);
        return runId == null
                ? output(
                        item,
                        null,
                        null,
                        new BatchLineWire.Failure(
                                told.error().code(), told.error().message()))
                : output(item, runId, new BatchLineWire.Answer(failure.code().status(), runId, told), null);
    }

    private static String output(Item item, String runId, BatchLineWire.Answer answer, BatchLineWire.Failure failure) {
        var id = "batch_req_" + (runId == null ? item.id() : runId.substring(runId.indexOf('_') + 1));
        return Json.text(new BatchLineWire.Output(id, item.id(), answer, failure));
    }
}
