package dev.parley.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.EntityPart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what {@code POST /batches} is sent, in each of its forms. */
@ApplicationScoped
class Uploads {

    /** More belongs into JSONL, which is never held in memory. */
    private static final int LARGEST_JSON = 20 << 20;

    private static final int LARGEST_FIELD = 4_096;

    @Inject
    Validator validator;

    BatchesRequest json(InputStream in) throws IOException {
        var bytes = in.readNBytes(LARGEST_JSON + 1);
        if (bytes.length > LARGEST_JSON) {
            throw new ApiException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "A JSON body may have %d bytes here; send JSONL (application/jsonl) instead."
                            .formatted(LARGEST_JSON));
        }
        var body = Json.MAPPER.readValue(bytes, BatchesRequest.class);
        if (body == null) {
            throw new ApiException(ErrorCode.INVALID_JSON, "The body is null.");
        }
        var violations = validator.validate(body);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return body;
    }

    static Batches.Source items(List<JsonNode> items) {
        return sink -> {
            for (int i = 0; i < items.size(); i++) {
                sink.line("items[" + i + "]", items.get(i).toString());
            }
        };
    }

    /** The file of a form. */
    static InputStream file(List<EntityPart> parts) {
        return parts.stream()
                .filter(part -> part.getName().equals("file"))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        ErrorCode.INVALID_REQUEST,
                        "The form needs a part 'file' with the lines.",
                        List.of(new FieldError("file", "is required"))))
                .getContent();
    }

    /** A field of a form, null when it has none. */
    static String field(List<EntityPart> parts, String name) throws IOException {
        for (var part : parts) {
            if (part.getName().equals(name)) {
                return new String(part.getContent().readNBytes(LARGEST_FIELD), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    static Long number(String name, String text) {
        try {
            var number = text == null ? null : Long.valueOf(text);
            if (number == null || number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new ApiException(
                ErrorCode.INVALID_REQUEST,
                name + " must be a whole number from 0 on.",
                List.of(new FieldError(name, "must be a whole number from 0 on")));
    }
}
