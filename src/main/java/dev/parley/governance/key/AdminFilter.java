package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Lets only administrators to the resources under {@code /admin} and to those that are {@link ForAdministrators}. Looks at the resource that was chosen and not at the path, which can
 * be written in many ways.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class AdminFilter implements ContainerRequestFilter {

    @Context
    ResourceInfo chosen;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        if (isForAdministrators(chosen.getResourceClass()) && !Caller.of(http).isAdmin()) {
            throw new ApiException(ErrorCode.FORBIDDEN, "This needs a key with the role admin.");
        }
    }

    /** The container may hand out a subclass of its own. */
    static boolean isForAdministrators(Class<?> resource) {
        for (Class<?> type = resource; type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(ForAdministrators.class)) {
                return true;
            }
            var path = type.getDeclaredAnnotation(Path.class);
            if (path != null) {
                return path.value().equals("/admin") || path.value().startsWith("/admin/");
            }
        }
        return false;
    }
}
