package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.observability.RequestContext;
import jakarta.servlet.http.HttpServletRequest;

/** Who changes something, as the audit names it. */
public record Administrator(String actor, String requestId) {

    public static Administrator of(HttpServletRequest request) {
        return new Administrator(
                Caller.of(request).id(), RequestContext.of(request).id());
    }
}
