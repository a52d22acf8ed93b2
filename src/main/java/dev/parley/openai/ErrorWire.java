package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.problem.ApiException;
import dev.parley.problem.FieldError;
import dev.parley.problem.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A failure in OpenAI's shape. */
@Schema(name = "ErrorResponse")
record ErrorWire(Error error) {

    /**
     * @param param the JSON path of the first wrong parameter
     * @param code OpenAI's name where it has one that clients match on, ours otherwise
     */
    @Schema(name = "Error")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Error(String message, String type, String param, String code) {}

    static ErrorWire of(ApiException failure) {
        return of(failure.code().status(), failure.code().wireName(), failure.detail(), failure.fields());
    }

    static ErrorWire of(Problem problem) {
        return of(problem.status(), problem.code(), problem.detail(), problem.errors());
    }

    private static ErrorWire of(int status, String code, String message, List<FieldError> fields) {
        var param =
                fields == null || fields.isEmpty() ? null : fields.getFirst().field();
        return new ErrorWire(new Error(message, type(status), param, name(code)));
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static String name(String code) {
        return switch (code) {
            case "unauthorized" -> "invalid_api_key";
            case "rate_limited", "provider_rate_limited" -> "rate_limit_exceeded";
            default -> code;
        };
    }
}
