package dev.parley.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.llm.Prompt;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.Faults;
import dev.parley.schema.Schemas;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Locale;
import java.util.Map;

/** Sends request bodies through what stands before a run: JSON, the constraints of each field, and those between fields. */
final class Requests {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new Untold())
            .buildValidatorFactory()
            .getValidator();

    private final ChatPrompts prompts = new ChatPrompts();

    Requests() {
        prompts.settings = Settings.of(Map.of("parley.v1.max-image-bytes", "1000"));
        prompts.schemas = new Schemas();
        prompts.configure();
    }

    Prompt prompt(String json) {
        return prompts.of(body(json));
    }

    static ChatRequestWire body(String json) {
        try {
            return valid(Json.MAPPER.readValue(json, ChatRequestWire.class));
        } catch (JsonProcessingException wrong) {
            throw Faults.of(wrong);
        }
    }

    static <T> T valid(T body) {
        var violations = VALIDATOR.validate(body);
        if (!violations.isEmpty()) {
            throw Faults.of(new ConstraintViolationException(violations));
        }
        return body;
    }

    /** The error that answers {@code json}, which is refused. */
    ErrorWire.Error refusal(String json) {
        try {
            prompt(json);
        } catch (ApiException refused) {
            return ErrorWire.of(refused).error();
        }
        throw new AssertionError("was not refused: " + json.substring(0, Math.min(200, json.length())));
    }

    /** The words are ours, see {@code problem.Limit}; the validator's would need an expression language. */
    private static final class Untold implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return template;
        }
    }
}
