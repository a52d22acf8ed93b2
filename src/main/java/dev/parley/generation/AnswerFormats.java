package dev.parley.generation;

import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.observability.Meters;
import dev.parley.platform.Settings;
import dev.parley.platform.Watch;
import dev.parley.provider.ModelStream;
import dev.parley.schema.AnswerSchema;
import dev.parley.schema.Schemas;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Function;

/**
 * Holds answers to the form their caller asked for, whatever the provider promises: a whole answer is repaired by asking again, a stream
 * gets its verdict at the end.
 */
@ApplicationScoped
class AnswerFormats {

    /** Asks for the answer to a prompt, which may be another than the caller's. */
    @FunctionalInterface
    interface Opening {
        ModelStream open(Prompt prompt, Watch watch);
    }

    private int repairs;
    private TokenCounter tokens;

    @Inject
    Settings settings;

    @Inject
    Schemas schemas;

    @Inject
    Meters meters;

    @PostConstruct
    void configure() {
        repairs = settings.integer("parley.schema.repairs", 1, 0, 3);
        tokens = TokenCounter.o200k();
    }

    /**
     * The source of a run whose answer has the form that {@code prompt} asks for, or that fails with {@code SCHEMA_VIOLATION}.
     *
     * @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} when the schema is none
     */
    Function<Watch, ModelStream> enforced(Prompt prompt, boolean stream, Opening opening) {
        var schema = schema(prompt.responseFormat());
        if (schema == null) {
            return watch -> opening.open(prompt, watch);
        }
        if (stream) {
            return watch -> new VerdictStream(opening.open(prompt, watch), schema, meters::schemaViolated);
        }
        return watch -> new Repair(schema, repairs, tokens, asked -> opening.open(asked, watch), meters::schemaViolated)
                .answer(prompt);
    }

    /** @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} when the schema of {@code prompt} is none */
    void check(Prompt prompt) {
        schema(prompt.responseFormat());
    }

    private AnswerSchema schema(ResponseFormat format) {
        return switch (format) {
            case null -> null;
            case ResponseFormat.JsonObject any -> AnswerSchema.ANY_OBJECT;
            case ResponseFormat.JsonSchema given -> schemas.compile("response_format", given.schema());
        };
    }
}
