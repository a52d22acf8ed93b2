package dev.parley.http;

import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Brings the whole body into memory, within {@link BodyLimits}, before a resource method is chosen; then {@link StreamChoice} can look
 * into it. Runs after authentication, so that nobody unknown fills memory.
 */
@Provider
@PreMatching
@Priority(Priorities.ENTITY_CODER)
@ApplicationScoped
public class BodyFilter implements ContainerRequestFilter {

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Inject
    Settings settings;

    private BodyLimits limits;

    @PostConstruct
    void readLimits() {
        limits = BodyLimits.read(settings);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var length = contentLength(request.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH));
        if (length < 0 && WITHOUT_BODY.contains(request.getMethod()) && !isChunked(request)) {
            return;
        }
        var path = request.getUriInfo().getPath();
        var deadline = Deadline.after(limits.time(), Ticker.SYSTEM);
        var body = Body.read(request.getEntityStream(), length, limits.mostFor(path), deadline);
        request.setEntityStream(body);
        if (StreamChoice.concerns(request.getMethod(), path)) {
            var answer = StreamChoice.mediaType(path, body, request.getHeaderString(HttpHeaders.ACCEPT));
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, answer);
        }
    }

    private static boolean isChunked(ContainerRequestContext request) {
        return request.getHeaderString("Transfer-Encoding") != null;
    }

    /** The first of the headers: Open Liberty makes a second one for HTTP/2. */
    private static long contentLength(String header) {
        if (header == null) {
            return -1;
        }
        try {
            return Long.parseLong(header.strip());
        } catch (NumberFormatException notANumber) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "The Content-Length is not a number.");
        }
    }
}
