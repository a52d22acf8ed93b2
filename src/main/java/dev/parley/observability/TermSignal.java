package dev.parley.observability;

import java.lang.reflect.Proxy;

/**
 * Puts work between SIGTERM and the shutdown of the JVM.
 *
 * <p>A shutdown hook can't do it: the JVM starts all hooks at once, and Open Liberty's own closes the listener within a second, so nobody
 * would see readiness go down. The JDK has no supported API for signals, only {@code sun.misc.Signal} in the module {@code
 * jdk.unsupported}, which stays until there is one (JEP 260); it is called by name, because javac would warn about every use.
 */
final class TermSignal {

    private static final System.Logger LOG = System.getLogger(TermSignal.class.getName());

    private final Class<?> type = Class.forName("sun.misc.Signal");
    private final Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    private final Object term = type.getConstructor(String.class).newInstance("TERM");
    private Object shutdown;

    private TermSignal() throws ReflectiveOperationException {}

    /** Puts {@code work} before the shutdown; null when this JVM does not allow it. */
    static TermSignal before(Runnable work) {
        try {
            var signal = new TermSignal();
            signal.shutdown = signal.handle(signal.handler(work));
            return signal;
        } catch (ReflectiveOperationException refused) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SIGTERM can't be had (-Xrs?): the server will stop without draining",
                    refused);
            return null;
        }
    }

    private Object handler(Runnable work) {
        return Proxy.newProxyInstance(
                TermSignal.class.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    work.run();
                    return method.invoke(shutdown, arguments);
                });
    }

    /** Gives the signal back to whom it belonged. */
    void release() {
        try {
            handle(shutdown);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("SIGTERM could be had and can't be given back", impossible);
        }
    }

    /** Makes {@code handler} the one for SIGTERM and returns the one before. */
    private Object handle(Object handler) throws ReflectiveOperationException {
        return type.getMethod("handle", type, handlerType).invoke(null, term, handler);
    }
}
