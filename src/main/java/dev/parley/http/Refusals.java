package dev.parley.http;

import dev.parley.observability.Meters;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorShape;
import dev.parley.problem.Problem;
import dev.parley.problem.ProblemMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;

/** Answers requests that do not get as far as JAX-RS, in the shape of the API that their path belongs to. */
@ApplicationScoped
public class Refusals {

    @Inject
    Instance<ErrorShape> shapes;

    @Inject
    Bodies bodies;

    @Inject
    Meters meters;

    /** Answers {@code request}, whose body nobody has read, with {@code failure}. Headers that were set before stay. */
    public void refuse(HttpServletRequest request, HttpServletResponse response, ApiException failure)
            throws IOException {
        var retryAfter = ProblemMapper.retryAfter(failure);
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, retryAfter.toString());
        }
        var path = request.getRequestURI().substring(request.getContextPath().length());
        answer(response, path, Problem.of(failure), RequestContext.of(request));
        meters.problem(failure.code());
        bodies.discard(request, response, path);
    }

    /**
     * Writes the whole answer.
     *
     * @param path within the application
     * @param context null for what the container refuses before any filter
     */
    void answer(HttpServletResponse response, String path, Problem told, RequestContext context) throws IOException {
        var problem = context == null ? told : told.at(context.path(), context.id());
        var shape = shapes.stream().filter(other -> other.covers(path)).findFirst();
        response.setStatus(shape.map(other -> other.status(problem)).orElse(problem.status()));
        response.setContentType(shape.isPresent() ? "application/json" : Problem.MEDIA_TYPE);
        var body = Json.bytes(shape.map(other -> other.body(problem)).orElse(problem));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }
}
