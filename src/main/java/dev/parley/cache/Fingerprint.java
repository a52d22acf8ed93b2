package dev.parley.cache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over values: equal values give equal digests, whatever the order of a map. Every value is written with its kind and its
 * length, so that no text can pass for a structure. For one thread.
 */
final class Fingerprint {

    /** Looked up once: every look makes them anew, and their first call is slow. */
    private static final ClassValue<List<Method>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256.", impossible);
        }
    }

    /** Adds null, a text, number, truth, enum constant, list, map with text keys, or a public record of these. */
    Fingerprint add(Object value) {
        switch (value) {
            case null -> mark('0', 0);
            case String text -> addText('s', text);
            case Number number -> addText('n', number.toString());
            case Boolean truth -> addText('b', truth.toString());
            case Enum<?> constant -> addText('e', constant.name());
            case List<?> list -> {
                mark('l', list.size());
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                mark('m', map.size());
                new TreeMap<>(map).forEach((name, entry) -> add(name).add(entry));
            }
            case Record structure -> addRecord(structure);
            default -> throw new IllegalArgumentException("no fingerprint of " + value.getClass());
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void addRecord(Record structure) {
        addText('r', structure.getClass().getName());
        for (var component : COMPONENTS.get(structure.getClass())) {
            try {
                add(component.invoke(structure));
            } catch (IllegalAccessException | InvocationTargetException hidden) {
                throw new IllegalArgumentException("no fingerprint of " + structure.getClass(), hidden);
            }
        }
    }

    private void addText(char kind, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        mark(kind, bytes.length);
        digest.update(bytes);
    }

    private void mark(char kind, int length) {
        digest.update(ByteBuffer.allocate(Character.BYTES + Integer.BYTES)
                .putChar(kind)
                .putInt(length)
                .flip());
    }
}
