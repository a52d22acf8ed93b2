package dev.parley.governance.limit;

import dev.parley.governance.Caller;
import dev.parley.observability.RequestContext;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Lets every answer of a paid door say where its caller stands, also one that never comes to a call. The doors are listed in
 * {@code web.xml}, after the filter that asks who calls.
 */
public class LimitFilter implements Filter {

    @Inject
    Limits limits;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        limits.tell(Caller.of(request), RequestContext.of(request));
        chain.doFilter(request, response);
    }
}
