package dev.parley.generation;

import dev.parley.cache.CachePolicy;
import dev.parley.cache.IdempotencyKey;
import dev.parley.governance.Caller;
import dev.parley.http.BodyDigest;
import dev.parley.http.DryRun;
import dev.parley.observability.RequestContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Who asks for something to be generated, and on whose terms.
 *
 * @param context for the log, the access line and the headers of the answer
 * @param dryRun whether a {@link Verdict} is wanted and nothing else
 * @param idempotencyKey null when the request has none
 * @param cache what the request says about answers that were given before
 */
public record Requester(
        RequestContext context, Caller caller, boolean dryRun, CachePolicy cache, IdempotencyKey idempotencyKey) {

    public Requester(RequestContext context, Caller caller) {
        this(context, caller, false, CachePolicy.UNSAID, null);
    }

    /** Reads from a request what holds for every paid call, whatever the door. */
    public static Requester of(HttpServletRequest request) {
        return new Requester(
                RequestContext.of(request),
                Caller.of(request),
                DryRun.isAsked(request.getHeader(DryRun.HEADER)),
                CachePolicy.of(request.getHeader("Cache-Control")),
                IdempotencyKey.of(
                        request.getHeader(IdempotencyKey.HEADER), request.getMethod(), request.getRequestURI(), (String)
                                request.getAttribute(BodyDigest.ATTRIBUTE)));
    }

    /** The same, asking under a key of ours. */
    public Requester under(IdempotencyKey key) {
        return new Requester(context, caller, dryRun, cache, key);
    }
}
