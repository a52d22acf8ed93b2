package dev.parley.http;

import dev.parley.problem.ApiException;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/**
 * Brings the whole body into memory before a resource method is chosen; then {@link StreamChoice} can look into it. Runs after
 * authentication, so that nobody unknown fills memory.
 */
@Provider
@PreMatching
@Priority(Priorities.ENTITY_CODER)
@ApplicationScoped
public class BodyFilter implements ContainerRequestFilter {

    @Inject
    Bodies bodies;

    @Context
    HttpServletResponse http;

    @Override
    public void filter(ContainerRequestContext request) {
        var headers = request.getHeaders();
        var length = headers.getFirst(HttpHeaders.CONTENT_LENGTH); // Open Liberty makes two of it for HTTP/2
        if (!Bodies.hasBody(request.getMethod(), length, headers.getFirst("Transfer-Encoding"))) {
            return;
        }
        var path = request.getUriInfo().getPath();
        var body = body(request, length, path);
        request.setEntityStream(body.stream());
        if (request.getHeaderString(BodyDigest.ASKED_BY) != null) {
            request.setProperty(BodyDigest.ATTRIBUTE, body.digest());
        }
        boolean dryRun = DryRun.isAsked(headers.getFirst(DryRun.HEADER));
        if (body instanceof Body inMemory && StreamChoice.concerns(request.getMethod(), path)) {
            var answer = dryRun
                    ? MediaType.APPLICATION_JSON
                    : StreamChoice.mediaType(path, inMemory, request.getHeaderString(HttpHeaders.ACCEPT));
            headers.putSingle(HttpHeaders.ACCEPT, answer);
        }
    }

    private WholeBody body(ContainerRequestContext request, String length, String path) {
        var early = request.getProperty(CrowdFilter.BODY);
        if (early instanceof ApiException refused) {
            throw refused;
        }
        return early instanceof WholeBody there
                ? there
                : bodies.read(request.getEntityStream(), length, path, ConnectionBreaker.of(http));
    }
}
