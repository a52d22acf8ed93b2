package dev.parley.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles schemas and keeps those used last. */
@ApplicationScoped
public class Schemas {

    private static final int MOST_CHARACTERS = 100_000;
    private static final int MOST_CHARACTERS_KEPT = 10_000;
    private static final int MOST_KEPT = 500;

    private final SchemaCompiler compiler = new SchemaCompiler();
    private final Map<String, AnswerSchema> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AnswerSchema> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * The schema with this JSON text.
     *
     * @param param where the caller wrote it, for the failure
     * @throws ApiException {@code INVALID_REQUEST}, naming {@code param}, when it is no schema or too large
     */
    public AnswerSchema compile(String param, String text) {
        synchronized (kept) {
            var known = kept.get(text);
            if (known != null) {
                return known;
            }
        }
        var schema = make(param, text);
        if (text.length() <= MOST_CHARACTERS_KEPT) {
            synchronized (kept) {
                kept.put(text, schema);
            }
        }
        return schema;
    }

    private AnswerSchema make(String param, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw invalid(param, "must have at most " + MOST_CHARACTERS + " characters");
        }
        try {
            return new AnswerSchema(compiler.compile(Json.MAPPER.readTree(text)));
        } catch (JsonProcessingException notJson) {
            throw invalid(param, "is not JSON");
        } catch (SchemaCompiler.Unusable unusable) {
            throw invalid(param, unusable.getMessage());
        }
    }

    private static ApiException invalid(String param, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, param + " " + what + ".", List.of(new FieldError(param, what)));
    }
}
