package dev.parley.observability;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The line that the access log gets for one request, once its answer is complete. */
final class AccessEntry implements AsyncListener {

    private static final Logger LOG = System.getLogger("parley.access");

    private final RequestContext request;
    private final HttpServletResponse response;
    private final AtomicBoolean written = new AtomicBoolean();

    AccessEntry(RequestContext request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        write();
    }

    /** Writes the line, the first time only: a request that was dispatched again has completed more than once. */
    void write() {
        if (written.compareAndSet(false, true)) {
            write(request, response.getStatus());
        }
    }

    static void write(RequestContext request, int status) {
        try (var log = LogContext.of(request)) {
            LOG.log(Level.INFO, line(request, status, System.nanoTime()));
        }
    }

    static String line(RequestContext request, int status, long now) {
        var line = new StringBuilder(160)
                .append(request.method())
                .append(' ')
                .append(request.path())
                .append(" status=")
                .append(status)
                .append(" duration_ms=")
                .append(TimeUnit.NANOSECONDS.toMillis(now - request.startNanos()));
        if (request.caller() != null) {
            line.append(" key=").append(request.caller());
        }
        var answer = request.answer();
        if (answer != null) {
            line.append(" model=").append(answer.model());
            line.append(" prompt_tokens=").append(answer.usage().input());
            line.append(" completion_tokens=").append(answer.usage().output());
        }
        return line.append(" request_id=").append(request.id()).toString();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows
    }
}
