package dev.parley.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a client's HTTP/1.1 connection in the middle of a response. A response that failed after its first byte must not end cleanly:
 * clients would take the truncated text for the whole (wire-facts, Chat Completions). Bytes already written still arrive.
 *
 * <p>No public API of the platform does this. It is done by reflection into Open Liberty (26.0.0.5), over its public methods
 * from the servlet's response to the socket. On a runtime that differs it says so once in the log, and {@link #breakOff} does nothing. HTTP/2 connections
 * are left alone, because they carry other requests.
 */
public final class ConnectionBreaker {

    private static final Logger LOG = System.getLogger(ConnectionBreaker.class.getName());
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private static final Step RESPONSE = new Step("getIResponse");
    private static final Step LINK = new Step("getHttpDispatcherLink");
    private static final Step STREAM = new Step("getStreamId");
    private static final Step CONNECTION = new Step("getTCPConnectionContext");
    private static final Step UNDER_TLS = new Step("getDeviceLink");
    private static final Step CHANNEL = new Step("getSocketIOChannel");
    private static final Step SOCKET = new Step("getSocket");

    private final Socket socket;
    private final AtomicBoolean done = new AtomicBoolean();

    private ConnectionBreaker(Socket socket) {
        this.socket = socket;
    }

    /** Must be called on the request thread; the result may be used on any, until the response is complete. */
    public static ConnectionBreaker of(HttpServletResponse response) {
        try {
            return new ConnectionBreaker(socketOf(response));
        } catch (ReflectiveOperationException | ClassCastException | InaccessibleObjectException otherRuntime) {
            if (SAID.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        "This runtime does not let us break connections: failed streams will end cleanly",
                        otherRuntime);
            }
            return new ConnectionBreaker(null);
        }
    }

    /** Closes the connection. False when it can't be closed alone; true once it is closed, however often this is called. */
    public boolean breakOff() {
        if (socket == null) {
            return false;
        }
        if (done.compareAndSet(false, true)) {
            try {
                socket.close();
            } catch (IOException alreadyGone) {
                LOG.log(Level.DEBUG, "The connection was gone before it was broken", alreadyGone);
            }
        }
        return true;
    }

    /** Ends what is read from the client, now and by waiting readers; answers can still be written. Without effect where it can't. */
    void stopReading() {
        if (socket == null) {
            return;
        }
        try {
            socket.shutdownInput();
        } catch (IOException alreadyGone) {
            LOG.log(Level.DEBUG, "The connection was gone before its reading was ended", alreadyGone);
        }
    }

    private static Socket socketOf(HttpServletResponse response) throws ReflectiveOperationException {
        var inside = RESPONSE.of(response);
        if ((int) STREAM.of(LINK.of(inside)) >= 0) {
            return null; // HTTP/2
        }
        var connection = CONNECTION.of(inside);
        var tcp = CHANNEL.leadsOnFrom(connection) ? connection : UNDER_TLS.of(connection);
        return (Socket) SOCKET.of(CHANNEL.of(tcp));
    }

    /** A step from one object of the runtime to the next, looked up once per class. */
    private record Step(String name, Map<Class<?>, Optional<Method>> found) {

        Step(String name) {
            this(name, new ConcurrentHashMap<>());
        }

        boolean leadsOnFrom(Object target) {
            return method(target).isPresent();
        }

        Object of(Object target) throws ReflectiveOperationException {
            return method(target)
                    .orElseThrow(() -> new NoSuchMethodException(name))
                    .invoke(target);
        }

        private Optional<Method> method(Object target) {
            return target == null ? Optional.empty() : found.computeIfAbsent(target.getClass(), this::find);
        }

        private Optional<Method> find(Class<?> type) {
            for (var method : type.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    method.setAccessible(true);
                    return Optional.of(method);
                }
            }
            return Optional.empty();
        }
    }
}
