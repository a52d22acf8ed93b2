package dev.parley.governance.key;

import dev.parley.governance.Caller;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Asks who calls, before anything is read of the request's body. A servlet filter, because bodies may be read before any filter of
 * JAX-RS. After the one that names requests in {@code web.xml}.
 */
public class ApiKeyFilter implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller.OPEN.identify(request);
        chain.doFilter(request, response);
    }
}
