package dev.parley.run;

import dev.parley.http.ConnectionBreaker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The servlet's asynchronous output as an outlet, for streams whose status is known only when the first event is: the doors of
 * {@code /v1}. Takes whole SSE events as bytes.
 */
final class ServletOutlet implements Outlet<byte[]>, WriteListener {

    private final AsyncContext context;
    private final ConnectionBreaker connection;
    private Runnable wake = () -> {};
    private ServletOutputStream out;
    private byte[] pending;
    private boolean flushDue;
    private volatile boolean ready;
    private volatile boolean gone;
    private final AtomicBoolean completed = new AtomicBoolean();

    ServletOutlet(AsyncContext context, ConnectionBreaker connection) {
        this.context = context;
        this.connection = connection;
    }

    @Override
    public void onChange(Runnable listener) {
        wake = listener;
    }

    /** Sends status 200 and the headers of a stream; {@code wake} is called when the first event can be sent. */
    void open() {
        var response = (HttpServletResponse) context.getResponse();
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        try {
            out = response.getOutputStream();
            out.setWriteListener(this);
        } catch (IOException left) {
            onError(left);
        }
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void send(byte[] event) {
        try {
            ready = false;
            pending = event;
            push();
        } catch (IOException left) {
            onError(left);
        }
    }

    /**
     * Goes on as far as the container allows; its callback goes on from there. {@code ready} is false before the container is asked:
     * the callback may come while the answer is still on its way. Each write is asked for anew, because Open Liberty lets a thread
     * write only after it has asked itself.
     */
    private void push() throws IOException {
        if (pending != null && out.isReady()) {
            var event = pending;
            pending = null;
            flushDue = true;
            out.write(event);
        }
        if (pending == null && flushDue && out.isReady()) {
            flushDue = false;
            out.flush();
        }
        if (pending == null && !flushDue && out.isReady()) {
            ready = true;
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        push();
        if (ready) {
            wake.run();
        }
    }

    @Override
    public void onError(Throwable left) {
        gone = true;
        complete();
        wake.run();
    }

    @Override
    public void end() {
        complete();
    }

    @Override
    public void breakOff() {
        connection.breakOff();
        complete();
    }

    /** Gives the request back. A client that left does not do it: its request would hold the server up when it stops. */
    private void complete() {
        if (completed.compareAndSet(false, true)) {
            try {
                context.complete();
            } catch (IllegalStateException already) {
                // the container has seen the end first
            }
        }
    }
}
