package dev.parley.observability;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Puts {@code ext_request_id} and {@code ext_trace_id} into every JSON log line that this thread writes, until it is closed. Threads
 * that work for a request enter it again:
 *
 * {@snippet :
 * try (var log = LogContext.of(request)) {
 *     // every line written here carries the ids
 * }
 * }
 *
 * <p>Open Liberty's API for it is not on our class path, so it is reached by name; on another runtime lines are written without ids.
 */
public final class LogContext implements AutoCloseable {

    private static final ThreadLocal<LogContext> CURRENT = new ThreadLocal<>();

    private final String requestId;
    private final String traceId;
    private final LogContext outer;

    private LogContext(String requestId, String traceId) {
        this.requestId = requestId;
        this.traceId = traceId;
        this.outer = CURRENT.get();
        enter();
    }

    public static LogContext of(String requestId) {
        return new LogContext(requestId, null);
    }

    public static LogContext of(RequestContext request) {
        return new LogContext(request.id(), request.traceId());
    }

    /** Must be called by the thread that entered; brings back what it had before. */
    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
            Extensions.put("request_id", null);
            Extensions.put("trace_id", null);
        } else {
            outer.enter();
        }
    }

    private void enter() {
        CURRENT.set(this);
        Extensions.put("request_id", requestId);
        Extensions.put("trace_id", traceId);
    }

    /** {@code com.ibm.websphere.logging.hpel.LogRecordContext}. */
    private static final class Extensions {

        private static final MethodHandle ADD = find("addExtension", void.class, String.class, String.class);
        private static final MethodHandle REMOVE = find("removeExtension", boolean.class, String.class);

        private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) {
            try {
                var type = Class.forName("com.ibm.websphere.logging.hpel.LogRecordContext");
                return MethodHandles.publicLookup().findStatic(type, name, MethodType.methodType(result, parameters));
            } catch (ReflectiveOperationException otherRuntime) {
                System.getLogger(LogContext.class.getName())
                        .log(Level.DEBUG, "This runtime puts no request ids into log lines", otherRuntime);
                return null;
            }
        }

        static void put(String name, String value) {
            if (ADD == null || REMOVE == null) {
                return;
            }
            try {
                if (value == null) {
                    boolean removed = (boolean) REMOVE.invokeExact(name);
                } else {
                    ADD.invokeExact(name, value);
                }
            } catch (Throwable broken) {
                throw new IllegalStateException("The log context refuses " + name, broken);
            }
        }
    }
}
