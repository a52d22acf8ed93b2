package dev.parley.governance.key;

import dev.parley.http.Refusals;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Asks who calls, but for the {@link OpenPath}s, before anything is read of the request's body. A servlet filter, because bodies may be read before any filter of
 * JAX-RS. After the one that names requests in {@code web.xml}.
 */
public class ApiKeyFilter implements Filter {

    @Inject
    Authentication authentication;

    @Inject
    Refusals refusals;

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) in;
        try {
            if (OpenPath.covers(request)) {
                authentication.demandReachable(request);
            } else {
                identify(request);
            }
        } catch (ApiException refused) {
            refuse(request, (HttpServletResponse) out, refused);
            return;
        }
        chain.doFilter(in, out);
    }

    private void identify(HttpServletRequest request) {
        var caller = authentication.of(request);
        caller.identify(request);
        RequestContext.of(request).identified(caller.id(), caller.owner());
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, ApiException refused)
            throws IOException {
        if (refused.code() == ErrorCode.UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"parley\"");
        }
        refusals.refuse(request, response, refused);
    }
}
