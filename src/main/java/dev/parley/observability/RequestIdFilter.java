package dev.parley.observability;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Names every request before anything else sees it, and writes its access line when its answer is complete. A servlet filter and not one
 * of JAX-RS, because only here a thread's log context can be closed for certain, and the end of a stream be seen.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class RequestIdFilter implements Filter {

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) in;
        var response = (HttpServletResponse) out;
        var context = RequestContext.begin(request, System.nanoTime());
        response.setHeader("X-Request-Id", context.id());
        var entry = new AccessEntry(context, response);
        try (var log = LogContext.of(context)) {
            var watched = new Watched(request, entry);
            chain.doFilter(watched, response);
            if (!watched.async) {
                entry.write();
            }
        }
    }

    /** Sees the request go asynchronous at the moment it does; afterwards its end might already have passed. */
    private static final class Watched extends HttpServletRequestWrapper {

        private final AsyncListener listener;
        private boolean async;

        Watched(HttpServletRequest request, AsyncListener listener) {
            super(request);
            this.listener = listener;
        }

        @Override
        public AsyncContext startAsync() {
            return watch(super.startAsync());
        }

        @Override
        public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
            return watch(super.startAsync(request, response));
        }

        private AsyncContext watch(AsyncContext context) {
            async = true;
            context.addListener(listener);
            return context;
        }
    }
}
