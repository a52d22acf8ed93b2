package dev.parley.observability;

import dev.parley.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Completes a problem with what its mapper can't know: the request's path and id. */
@Provider
public class ProblemFilter implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            var context = RequestContext.of(request);
            response.setEntity(problem.at(context.path(), context.id()));
        }
    }
}
