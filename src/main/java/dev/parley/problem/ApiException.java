package dev.parley.problem;

import java.time.Duration;
import java.util.List;

/** A failure from the closed list, with a sentence for the client that names the value and the remedy. */
public final class ApiException extends RuntimeException {

    private final ErrorCode code;
    private final List<FieldError> fields;
    private final Duration retryAfter;

    public ApiException(ErrorCode code, String detail) {
        this(code, detail, List.of(), null, null);
    }

    public ApiException(ErrorCode code, String detail, Throwable cause) {
        this(code, detail, List.of(), null, cause);
    }

    /** {@code retryAfter} is sent as Retry-After, in whole seconds rounded up; null for none. */
    public ApiException(ErrorCode code, String detail, Duration retryAfter) {
        this(code, detail, List.of(), retryAfter, null);
    }

    public ApiException(ErrorCode code, String detail, List<FieldError> fields) {
        this(code, detail, fields, null, null);
    }

    private ApiException(ErrorCode code, String detail, List<FieldError> fields, Duration retryAfter, Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    /** The sentence for the client. */
    public String detail() {
        return getMessage();
    }

    public List<FieldError> fields() {
        return fields;
    }

    /** How long the client should wait before it tries again, null when there is no better advice than its own. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
