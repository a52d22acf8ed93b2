package dev.parley.observability;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Names every request before anything else sees it, and writes its access line when its answer is complete. A servlet filter and not one
 * of JAX-RS, because only here a thread's log context can be closed for certain, and the end of a stream be seen. The first in
 * {@code web.xml}.
 */
public class RequestIdFilter implements Filter {

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        if (in.getDispatcherType() == DispatcherType.ASYNC) {
            proceed(RequestContext.of(in), in, out, chain);
        } else {
            begin((HttpServletRequest) in, (HttpServletResponse) out, chain);
        }
    }

    private static void begin(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var context = RequestContext.begin(request, response, System.nanoTime());
        response.setHeader("X-Request-Id", context.id());
        var entry = new AccessEntry(context, response);
        var watched = new Watched(request, entry);
        proceed(context, watched, response, chain);
        if (!watched.async) {
            entry.write();
        }
    }

    private static void proceed(
            RequestContext context, ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (var log = LogContext.of(context)) {
            chain.doFilter(request, response);
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
