package dev.parley.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON of the upstream wires. Reading is tolerant of what a peer may leave out or send in another type: the answer is then as if the
 * value were absent; each reading method takes in exactly the one value that follows.
 */
public final class WireJson {

    /**
     * Buffers are shared through a pool of the process: the default keeps them per thread, which on virtual threads means to allocate
     * them anew for every stream.
     */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            // names come from outside: they must not stay in the process
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Writes one body. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private WireJson() {}

    /** The bytes of {@code body}; half a surrogate pair, which a client can send as an escape, becomes a question mark. */
    public static byte[] bytes(Body body) {
        var text = new StringWriter(1_024);
        try (var json = FACTORY.createGenerator(text)) {
            body.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a field whose value is JSON text already. */
    public static void raw(JsonGenerator json, String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
    }

    /** A text, null for anything else. */
    public static String text(JsonParser json) throws IOException {
        if (json.nextToken() == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** A text or a number, as text; null for anything else. */
    public static String scalar(JsonParser json) throws IOException {
        var token = json.nextToken();
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            return json.getText();
        }
        json.skipChildren();
        return null;
    }

    /** A whole number within the range of int, {@code otherwise} for anything else. */
    public static int integer(JsonParser json, int otherwise) throws IOException {
        var token = json.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == JsonParser.NumberType.INT) {
            return json.getIntValue();
        }
        json.skipChildren();
        return otherwise;
    }

    public static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }

    /** Goes into an object or an array; false, and past the value, if it is not one that begins with {@code start}. */
    public static boolean enters(JsonParser json, JsonToken start) throws IOException {
        if (json.nextToken() == start) {
            return true;
        }
        json.skipChildren();
        return false;
    }

    /**
     * The JSON text of a value as it stands in {@code bytes}, which the parser reads from {@code from} on; null for null.
     */
    public static String raw(JsonParser json, byte[] bytes, int from) throws IOException {
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        int begin = from + (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        json.finishToken();
        int end = from + (int) json.currentLocation().getByteOffset();
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Whether a text is one whole JSON object. */
    public static boolean isObject(String text) {
        try (var json = FACTORY.createParser(text)) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            json.skipChildren();
            return object && json.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
