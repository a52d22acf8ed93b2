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
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings the whole body into memory, within {@link BodyLimits}, before a resource method is chosen; then {@link StreamChoice} can look
 * into it. Runs after authentication, so that nobody unknown fills memory.
 */
@Provider
@PreMatching
@Priority(Priorities.ENTITY_CODER)
@ApplicationScoped
public class BodyFilter implements ContainerRequestFilter {

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    @Inject
    Settings settings;

    @Inject
    BodyWatch watch;

    @Context
    HttpServletResponse http;

    private BodyLimits limits;

    @PostConstruct
    void readLimits() {
        limits = BodyLimits.read(settings);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var length = announcedLength(request.getHeaders());
        if (length < 0 && WITHOUT_BODY.contains(request.getMethod()) && !isChunked(request.getHeaders())) {
            return;
        }
        var path = request.getUriInfo().getPath();
        var body = read(request.getEntityStream(), length, limits.mostFor(path));
        request.setEntityStream(body);
        if (StreamChoice.concerns(request.getMethod(), path)) {
            var answer = StreamChoice.mediaType(path, body, request.getHeaderString(HttpHeaders.ACCEPT));
            request.getHeaders().putSingle(HttpHeaders.ACCEPT, answer);
        }
    }

    /** Where the body is refused, the watch goes on: the container drains what still comes, and that must end too. */
    private Body read(InputStream in, long length, int most) {
        var deadline = Deadline.after(limits.time(), Ticker.SYSTEM);
        var reading = watch.watch(deadline, ConnectionBreaker.of(http));
        var body = Body.read(in, length, most, deadline);
        reading.end();
        return body;
    }

    /** The Content-Length, of which Open Liberty makes two for HTTP/2; negative when there is none. */
    private static long announcedLength(MultivaluedMap<String, String> headers) {
        var length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        if (!LENGTH.matcher(length).matches()) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "The Content-Length is no length.");
        }
        return Long.parseLong(length);
    }

    private static boolean isChunked(MultivaluedMap<String, String> headers) {
        return headers.containsKey("Transfer-Encoding");
    }
}
