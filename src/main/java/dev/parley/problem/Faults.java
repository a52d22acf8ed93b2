package dev.parley.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.NoContentException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Whatever was thrown, as a failure of the closed list. Texts of others' exceptions end here. */
public final class Faults {

    private static final Logger LOG = System.getLogger(Faults.class.getName());

    private Faults() {}

    /** Logs, with its stack trace, what nobody foresaw; all else is the caller's or the providers' doing and is not logged. */
    public static ApiException of(Throwable thrown) {
        return switch (thrown) {
            case ApiException known -> known;
            case JsonProcessingException json -> JsonFault.of(json);
            case ConstraintViolationException violated -> ConstraintFault.of(violated);
            case NoContentException empty -> new ApiException(ErrorCode.INVALID_JSON, "The body is empty.", empty);
            case WebApplicationException http -> HttpFault.of(http);
            default -> unforeseen(thrown);
        };
    }

    /** A failure of which only the status is known: the container has answered, and logged, by itself. */
    public static ApiException ofStatus(int status) {
        return HttpFault.of(status).orElseGet(() -> internal(null));
    }

    static ApiException unforeseen(Throwable thrown) {
        LOG.log(Level.ERROR, "A request failed", thrown);
        return internal(thrown);
    }

    static ApiException internal(Throwable thrown) {
        return new ApiException(
                ErrorCode.INTERNAL_ERROR, "The server failed; its log tells why under this request_id.", thrown);
    }
}
