package dev.parley.http;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.NoContentException;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;

/**
 * Reads and writes every JSON body of the doors with {@link Json}. A resource method never sees a null body.
 *
 * <p>It is ours because Jackson's own provider, once on the class path, is found and registered beside it with a mapper that is not
 * strict, and the container picks either.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public final class JsonProvider implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    /** What the container itself can read and write, whatever the media type. */
    private static final Set<Class<?>> NOT_OURS =
            Set.of(byte[].class, String.class, InputStream.class, StreamingOutput.class);

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOurs(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOurs(type);
    }

    private static boolean isOurs(Class<?> type) {
        return NOT_OURS.stream().noneMatch(other -> other.isAssignableFrom(type));
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        try (var json = Json.MAPPER.createParser(body)) {
            if (json.nextToken() == null) {
                throw new NoContentException("The body is empty.");
            }
            var value = Json.MAPPER
                    .readerFor(Json.MAPPER.constructType(genericType))
                    .readValue(json);
            if (value == null) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, "The body is null where an object is needed.");
            }
            return value;
        }
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(Json.MAPPER.writeValueAsBytes(value));
    }
}
