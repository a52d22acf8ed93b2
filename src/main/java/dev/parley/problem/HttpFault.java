package dev.parley.problem;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.NoContentException;
import java.util.Optional;

/** What JAX-RS or the container itself refuses: no such path, method or type. */
final class HttpFault {

    private HttpFault() {}

    static ApiException of(WebApplicationException refused) {
        var cause = refused.getCause();
        if (cause instanceof NoContentException) {
            return Faults.of(cause);
        }
        int status = refused.getResponse().getStatus();
        var malformed = refused instanceof NotFoundException
                && cause != null; // JAX-RS says 404 where a number in the query is none
        return of(malformed ? 400 : status).orElseGet(() -> Faults.unforeseen(refused));
    }

    /** Empty for a status that is not the caller's doing. */
    static Optional<ApiException> of(int status) {
        return switch (status) {
            case 400 -> fault(ErrorCode.BAD_REQUEST, "A header or a parameter of the request is malformed.");
            case 401 -> fault(ErrorCode.UNAUTHORIZED, "The request needs a key.");
            case 403 -> fault(ErrorCode.FORBIDDEN, "The key does not allow this.");
            case 404 -> fault(ErrorCode.NOT_FOUND, "There is nothing at this path.");
            case 405 -> fault(ErrorCode.METHOD_NOT_ALLOWED, "This path does not have this method.");
            case 406 -> fault(ErrorCode.NOT_ACCEPTABLE, "This path answers no type of the header Accept.");
            case 413 -> fault(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
            case 415 -> fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body with Content-Type: application/json.");
            default -> Optional.empty();
        };
    }

    private static Optional<ApiException> fault(ErrorCode code, String detail) {
        return Optional.of(new ApiException(code, detail));
    }
}
