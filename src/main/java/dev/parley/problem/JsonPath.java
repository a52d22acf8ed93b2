package dev.parley.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * Where a violated constraint stands, in the caller's words: Bean Validation says {@code post.request.messages[0].maxTokens} and the
 * caller wrote {@code messages[0].max_tokens}. Knows records, and lists, arrays and maps of them.
 */
final class JsonPath {

    private final StringBuilder path = new StringBuilder();
    private Method method;
    private Type here;

    private JsonPath(Type root) {
        here = root;
    }

    static String of(ConstraintViolation<?> violation) {
        var path = new JsonPath(violation.getRootBeanClass());
        violation.getPropertyPath().forEach(path::step);
        return path.path.toString();
    }

    private void step(Path.Node node) {
        if (node.isInIterable()) {
            path.append(node.getKey() == null ? "[" + node.getIndex() + "]" : "." + node.getKey());
            here = elementOf(here);
        }
        switch (node.getKind()) {
            case METHOD -> method = methodOf(rawClass(here), node.as(Path.MethodNode.class));
            case PARAMETER -> enter(node.as(Path.ParameterNode.class).getParameterIndex());
            case PROPERTY -> enter(node.getName());
            default -> {
                // the bean or the element itself: says nothing more
            }
        }
    }

    private void enter(int parameter) {
        here = method == null ? null : method.getGenericParameterTypes()[parameter];
        if (method != null) {
            Arrays.stream(method.getParameterAnnotations()[parameter])
                    .map(JsonPath::givenName)
                    .forEach(path::append);
        }
    }

    private static String givenName(Annotation annotation) {
        return switch (annotation) {
            case QueryParam query -> query.value();
            case PathParam inPath -> inPath.value();
            case HeaderParam header -> header.value();
            default -> "";
        };
    }

    private void enter(String property) {
        var component = component(rawClass(here), property);
        var given = component == null ? null : component.getAccessor().getAnnotation(JsonProperty.class);
        path.append(path.isEmpty() ? "" : ".").append(given == null ? property : given.value());
        here = component == null ? null : component.getGenericType();
    }

    /** The method as it was written: a proxy's copy of it may have lost its annotations. */
    private static Method methodOf(Class<?> type, Path.MethodNode called) {
        Method found = null;
        for (var above = type; above != null; above = above.getSuperclass()) {
            for (var method : above.getDeclaredMethods()) {
                found = isCalled(method, called) ? method : found;
            }
        }
        return found;
    }

    private static boolean isCalled(Method method, Path.MethodNode called) {
        return method.getName().equals(called.getName())
                && List.of(method.getParameterTypes()).equals(called.getParameterTypes());
    }

    private static RecordComponent component(Class<?> type, String name) {
        return type == null || !type.isRecord()
                ? null
                : Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getName().equals(name))
                        .findFirst()
                        .orElse(null);
    }

    /** The last type argument is a list's element and a map's value. */
    private static Type elementOf(Type container) {
        if (container instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return arguments[arguments.length - 1];
        }
        return container instanceof Class<?> plain ? plain.getComponentType() : null;
    }

    private static Class<?> rawClass(Type type) {
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        return type instanceof Class<?> plain ? plain : null;
    }
}
