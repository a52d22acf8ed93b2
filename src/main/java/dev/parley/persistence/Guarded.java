package dev.parley.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;

/** A data source, a connection or a statement that passes a gate wherever it may change something. */
record Guarded(Object target, WriteGate gate) implements InvocationHandler {

    private static final Set<String> ENDS = Set.of("commit", "rollback", "setAutoCommit", "close");

    /** @param type the interface that is seen of {@code target} */
    static <T> T of(T target, Class<T> type, WriteGate gate) {
        return type.cast(Proxy.newProxyInstance(
                Guarded.class.getClassLoader(), new Class<?>[] {type}, new Guarded(target, gate)));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (!mayWrite(method)) {
            return guarded(call(method, arguments), method.getReturnType());
        }
        try (var entry = gate.enter()) {
            return call(method, arguments);
        }
    }

    private boolean mayWrite(Method method) {
        return target instanceof Statement && method.getName().startsWith("execute")
                || target instanceof Connection && ENDS.contains(method.getName());
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private <T> Object guarded(Object result, Class<T> type) {
        boolean ours = result != null && (type == Connection.class || Statement.class.isAssignableFrom(type));
        return ours ? of(type.cast(result), type, gate) : result;
    }
}
