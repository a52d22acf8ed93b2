package dev.parley.session;

import dev.parley.governance.Caller;
import dev.parley.http.Refusals;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;

/** Looks at handshakes before the container upgrades them: what it throws later would be a 500. After the one that asks who calls. */
public class HandshakeFilter implements Filter {

    @Inject
    Sessions sessions;

    @Inject
    Refusals refusals;

    @Override
    public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) in;
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            chain.doFilter(in, out);
            return;
        }
        try {
            sessions.demandOrigin(request.getHeader("Origin"), request.getHeader("Host"));
            sessions.demandRoom(Caller.of(request));
        } catch (ApiException refused) {
            refusals.refuse(request, (HttpServletResponse) out, refused);
            return;
        }
        var context = RequestContext.of(request);
        var visitor = new Visitor(Caller.of(request), context.id(), context.traceparent());
        chain.doFilter(new Named(request, visitor), out);
    }

    private static final class Named extends HttpServletRequestWrapper {

        private final Visitor visitor;

        Named(HttpServletRequest request, Visitor visitor) {
            super(request);
            this.visitor = visitor;
        }

        @Override
        public Principal getUserPrincipal() {
            return visitor;
        }

        /** None: Open Liberty would make one for every socket, and keep it half an hour longer than that. */
        @Override
        public HttpSession getSession() {
            return null;
        }

        @Override
        public HttpSession getSession(boolean create) {
            return null;
        }
    }
}
