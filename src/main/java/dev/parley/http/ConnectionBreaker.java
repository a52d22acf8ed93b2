package dev.parley.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a client's HTTP/1.1 connection in the middle of a response. A response that failed after its first byte must not end cleanly:
 * clients would take the truncated text for the whole (wire-facts, Chat Completions). Bytes already written still arrive.
 *
 * <p>No public API of the platform does this. It is done by reflection into Open Liberty (26.0.0.5): servlet response, its
 * connection, the socket. On a runtime that differs it says so once in the log, and {@link #breakOff} does nothing. HTTP/2 connections
 * are left alone, because they carry other requests.
 */
public final class ConnectionBreaker {

    private static final Logger LOG = System.getLogger(ConnectionBreaker.class.getName());
    private static final AtomicBoolean SAID = new AtomicBoolean();

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

    private static Socket socketOf(HttpServletResponse response) throws ReflectiveOperationException {
        var connection = field(call(response, "getIResponse"), "conn");
        boolean http2 = (int) call(connection, "getStreamId") >= 0;
        return http2
                ? null
                : (Socket) call(call(call(connection, "getTCPConnectionContext"), "getSocketIOChannel"), "getSocket");
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        if (target == null) {
            throw new NoSuchMethodException("nothing to call " + method + " on");
        }
        return open(target.getClass().getMethod(method)).invoke(target);
    }

    private static Object field(Object target, String name) throws ReflectiveOperationException {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return open(field).get(target);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    private static <T extends AccessibleObject> T open(T member) {
        member.setAccessible(true);
        return member;
    }
}
