package dev.parley.problem;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How a caller is told which JSON value a Java type wants. */
final class WantedType {

    private static final String OTHER = "of another type";
    private static final Set<Class<?>> WHOLE =
            Set.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class, BigInteger.class);
    private static final Set<Class<?>> FLAGS = Set.of(boolean.class, Boolean.class);

    private WantedType() {}

    /** What follows "must be"; {@code type} may be null when Jackson names none. */
    static String of(Class<?> type) {
        if (type == null) {
            return OTHER;
        }
        if (type.isEnum()) {
            return "one of " + constants(type);
        }
        if (WHOLE.contains(type)) {
            return "a whole number";
        }
        if (FLAGS.contains(type)) {
            return "true or false";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return structure(type);
    }

    private static String structure(Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        boolean object = Map.class.isAssignableFrom(type) || type == ObjectNode.class || type.isRecord();
        return object ? "an object" : OTHER;
    }

    private static String constants(Class<?> type) {
        return Arrays.stream(type.getFields())
                .filter(Field::isEnumConstant)
                .map(WantedType::wireName)
                .collect(Collectors.joining(", "));
    }

    private static String wireName(Field constant) {
        var given = constant.getAnnotation(JsonProperty.class);
        return given == null ? constant.getName().toLowerCase(Locale.ROOT) : given.value();
    }
}
