package dev.parley.openai;

import dev.parley.problem.ErrorCode;
import dev.parley.problem.ErrorShape;
import dev.parley.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Gives every failure under {@code /v1} OpenAI's shape, whoever answered it: a resource, a filter, or JAX-RS itself with 404 or 405.
 * The mappers know no paths, so what they made is retold here, after everybody else has seen it.
 */
@Provider
@Priority(Priorities.USER - 100)
@ApplicationScoped
public class OpenAiErrors implements ContainerResponseFilter, ErrorShape {

    /** OpenAI's clients go by it rather than by the status, and would pay again for what fails again. */
    private static final String RETRY = "x-should-retry";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem
                && covers(request.getUriInfo().getPath())) {
            response.setStatus(status(problem));
            response.getHeaders().putSingle(RETRY, problem.retryable());
            response.setEntity(body(problem), new Annotation[0], MediaType.APPLICATION_JSON_TYPE);
        }
    }

    @Override
    public boolean covers(String path) {
        return path.startsWith("/v1/");
    }

    /** OpenAI answers 400 where we answer 422; but the 422 of an idempotency key is that of its own specification. */
    @Override
    public int status(Problem problem) {
        return problem.code().equals(ErrorCode.INVALID_REQUEST.wireName()) ? 400 : problem.status();
    }

    @Override
    public Object body(Problem problem) {
        return ErrorWire.of(problem);
    }
}
