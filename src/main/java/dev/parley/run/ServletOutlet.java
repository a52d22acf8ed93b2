package dev.parley.run;

import dev.parley.http.ConnectionBreaker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The servlet's asynchronous output as an outlet, for streams whose status is known only when the first event is: the doors of
 * {@code /v1}. Takes whole SSE events as bytes.
 */
final class ServletOutlet implements Outlet<byte[]>, WriteListener {

    private final AsyncContext context;
    private final ConnectionBreaker connection;
    private Runnable wake = () -> {};
    private ServletOutputStream out;
    private byte[] waiting;
    private boolean flushDue;
    private volatile boolean ready;
    private volatile boolean gone;

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
        ready = false;
        waiting = event;
        try {
            advance();
        } catch (IOException left) {
            onError(left);
        }
    }

    /**
     * Does what is due, as far as the container allows: Liberty lets only that thread write which has just been told that the stream
     * is ready (26.0.0.5). {@code ready} is false meanwhile: the container's callback may come while its answer is still on its way.
     */
    private void advance() throws IOException {
        if (waiting != null) {
            if (!out.isReady()) {
                return;
            }
            var event = waiting;
            waiting = null;
            flushDue = true;
            out.write(event);
        }
        if (!out.isReady()) {
            return;
        }
        if (flushDue) {
            flushDue = false;
            out.flush();
            if (!out.isReady()) {
                return;
            }
        }
        ready = true;
    }

    @Override
    public void onWritePossible() throws IOException {
        advance();
        if (ready) {
            wake.run();
        }
    }

    @Override
    public void onError(Throwable left) {
        gone = true;
        wake.run();
    }

    @Override
    public void end() {
        context.complete();
    }

    @Override
    public void breakOff() {
        connection.breakOff();
    }
}
