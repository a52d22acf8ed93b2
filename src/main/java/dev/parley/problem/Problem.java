package dev.parley.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A failure as the client sees it: RFC 9457, with members of our own. Answers carry it as {@value #MEDIA_TYPE}, streams as the data of
 * their {@code error} event.
 *
 * @param type {@code urn:parley:problem:} and the code
 * @param detail what happened this time, with the value and the remedy
 * @param instance the request's path, null while the place is not known
 * @param code the name to match on, see {@link ErrorCode}
 * @param retryable whether the same request may succeed later
 * @param errors the violated constraints, empty for none
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        boolean retryable,
        @JsonProperty("request_id") String requestId,
        List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPE_PREFIX = "urn:parley:problem:";

    public static Problem of(ApiException failure) {
        var code = failure.code();
        return new Problem(
                TYPE_PREFIX + code.wireName(),
                code.title(),
                code.status(),
                failure.detail(),
                null,
                code.wireName(),
                code.retryable(),
                null,
                failure.fields());
    }

    /** The same problem, told of one request. */
    public Problem at(String path, String request) {
        return new Problem(type, title, status, detail, path, code, retryable, request, errors);
    }
}
