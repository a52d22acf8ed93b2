package dev.parley.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers every failure as a {@link Problem}; the request's path and id are put in by observability, which knows them. The priority
 * puts it before Open Liberty's own mapper, which would show the exception's text in a header (liberty-facts section 11).
 */
@Provider
@Priority(1)
public class ProblemMapper implements ExceptionMapper<Throwable> {

    /** Advice for a client that gets none from the failure itself: OpenAI's clients do not retry without it. */
    private static final long RETRY_SECONDS = 1;

    @Override
    public Response toResponse(Throwable thrown) {
        if (!(thrown instanceof WebApplicationException http)) {
            return response(Faults.of(thrown)).build();
        }
        var given = http.getResponse();
        if (given.getStatus() < 400) {
            return given; // an answer to OPTIONS, or a redirect
        }
        return response(Faults.of(http))
                .header(HttpHeaders.ALLOW, given.getHeaderString(HttpHeaders.ALLOW))
                .build();
    }

    /** The answer for {@code failure}, with Retry-After where it is worth to try again. */
    public static Response.ResponseBuilder response(ApiException failure) {
        var response = Response.status(failure.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(failure));
        return response.header(HttpHeaders.RETRY_AFTER, retryAfter(failure));
    }

    /** The seconds to tell in Retry-After, null for none. */
    public static Long retryAfter(ApiException failure) {
        if (failure.retryAfter() != null) {
            return failure.retryAfter().plusNanos(999_999_999).toSeconds();
        }
        int status = failure.code().status();
        return status == 429 || status == 503 ? RETRY_SECONDS : null;
    }
}
