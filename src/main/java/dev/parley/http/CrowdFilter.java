package dev.parley.http;

import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps request threads free of slow bodies. As a rule a body is there when its request is, and {@link BodyFilter} reads it on the
 * spot. But the container begins with a handful of request threads and adds to them slowly, so a few clients that send a byte now and
 * then would hold up everybody. Therefore, as soon as some threads wait for bodies, all others are read on virtual threads, and the
 * request is dispatched again when its body is there. Files are always read so.
 */
public class CrowdFilter implements Filter {

    /** The attribute with the {@link WholeBody}, or with the {@link ApiException} that refuses it. */
    static final String BODY = Body.class.getName();

    @Inject
    Bodies bodies;

    @Inject
    VirtualThreads threads;

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) in;
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && (bodies.isCrowded() || bodies.isUpload(path(request)))
                && hasBody(request)) {
            readLater(request, (HttpServletResponse) out);
        } else {
            chain.doFilter(in, out);
        }
    }

    private static boolean hasBody(HttpServletRequest request) {
        return Bodies.hasBody(
                request.getMethod(), request.getHeader("Content-Length"), request.getHeader("Transfer-Encoding"));
    }

    private void readLater(HttpServletRequest request, HttpServletResponse response) {
        var client = ConnectionBreaker.of(response);
        var context = request.startAsync(request, response);
        context.setTimeout(0); // the watch ends it
        threads.execute(() -> {
            request.setAttribute(BODY, read(request, client));
            context.dispatch();
        });
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private Object read(HttpServletRequest request, ConnectionBreaker client) {
        try {
            return bodies.read(request.getInputStream(), request.getHeader("Content-Length"), path(request), client);
        } catch (ApiException refused) {
            return refused;
        } catch (IOException gone) {
            return Body.broken(gone);
        }
    }
}
