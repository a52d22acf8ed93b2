package dev.parley.observability;

import dev.parley.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Completes a problem with what its mapper can't know, the request's path and id, and counts it. */
@Provider
@ApplicationScoped
public class ProblemFilter implements ContainerResponseFilter {

    @Inject
    Meters meters;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Problem problem) {
            var context = RequestContext.of(request);
            response.setEntity(problem.at(context.path(), context.id()));
            meters.problem(problem.code());
        }
    }
}
