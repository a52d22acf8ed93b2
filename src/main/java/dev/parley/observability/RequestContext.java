package dev.parley.observability;

import dev.parley.llm.Usage;
import dev.parley.platform.Ids;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.regex.Pattern;

/**
 * One request as the log knows it. Begins before anything else looks at the request and lives until its access line is written, which
 * for a stream is after its last event. May be used from any thread.
 */
public final class RequestContext {

    private static final String PROPERTY = RequestContext.class.getName();
    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-[!-~]{1,400})?");
    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;

    /** What a request led to. */
    record Answer(String model, Usage usage) {}

    private final String id;
    private final String traceparent;
    private final String method;
    private final String path;
    private final long startNanos;
    private final HttpServletResponse response;
    private volatile Answer answer;
    private volatile String caller;
    private volatile String owner;

    private RequestContext(
            String id, String traceparent, String method, String path, long startNanos, HttpServletResponse response) {
        this.id = id;
        this.traceparent = traceparent;
        this.method = method;
        this.path = path;
        this.startNanos = startNanos;
        this.response = response;
    }

    /** Takes over the caller's {@code X-Request-Id} when it can safely be repeated, and makes an id otherwise. */
    static RequestContext begin(HttpServletRequest request, HttpServletResponse response, long nanos) {
        var given = request.getHeader("X-Request-Id");
        var traceparent = request.getHeader("traceparent");
        var context = new RequestContext(
                Ids.isSafe(given) ? given : Ids.next("req"),
                traceparent != null && TRACEPARENT.matcher(traceparent).matches() ? traceparent : null,
                request.getMethod(),
                request.getRequestURI(),
                nanos,
                response);
        request.setAttribute(PROPERTY, context);
        return context;
    }

    /**
     * Work that nobody waits for, or not by HTTP: its id is in the log and the ledger like any request's, and headers of its answer are
     * for nobody.
     *
     * @param traceparent of the request that asked for it, null for none
     * @param path names what it is, as the path of a request does
     */
    public static RequestContext background(String id, String traceparent, String path) {
        return new RequestContext(id, traceparent, "RUN", path, System.nanoTime(), null);
    }

    /** Null for a request that has not passed our filter. */
    public static RequestContext of(ServletRequest request) {
        return (RequestContext) request.getAttribute(PROPERTY);
    }

    public static RequestContext of(ContainerRequestContext request) {
        return (RequestContext) request.getProperty(PROPERTY);
    }

    public String id() {
        return id;
    }

    /** The W3C trace context as the caller sent it, for calls made on its behalf; null when there was none. */
    public String traceparent() {
        return traceparent;
    }

    /** The trace this request belongs to, null when the caller named none. */
    public String traceId() {
        return traceparent == null ? null : traceparent.substring(TRACE_ID_BEGIN, TRACE_ID_END);
    }

    public String method() {
        return method;
    }

    /** Without the query, which may carry what must not be logged. */
    public String path() {
        return path;
    }

    /** When it began, as {@link System#nanoTime()}. */
    public long startNanos() {
        return startNanos;
    }

    /** Sets a header of the answer. For the request's thread only, before the answer has begun. */
    public void header(String name, String value) {
        if (response != null) {
            response.setHeader(name, value);
        }
    }

    /**
     * Tells who calls; for authentication only.
     *
     * @param callerId for the access line
     * @param ownerName whom belongs what the caller makes
     */
    public void identified(String callerId, String ownerName) {
        caller = callerId;
        owner = ownerName;
    }

    /** Whom belongs what this request makes; null until it is known who calls. */
    public String owner() {
        return owner;
    }

    /** The id of the caller's key, null until it is known. */
    String caller() {
        return caller;
    }

    /** Tells the access line what was generated; to be called before the answer's last byte is written. */
    public void answered(String model, Usage usage) {
        answer = new Answer(model, usage);
    }

    /** Writes the access line of work in the background; once, when it is complete. */
    public void ended(int status) {
        AccessEntry.write(this, status);
    }

    /** Null when nothing was generated. */
    Answer answer() {
        return answer;
    }
}
