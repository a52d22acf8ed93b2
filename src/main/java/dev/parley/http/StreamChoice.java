package dev.parley.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether {@code POST /chat} and {@code POST /conversation} answer at once or as a stream. It is decided before a resource method is
 * matched, by the body's {@code stream}, else by an accepted {@code text/event-stream}, else by the path's own default; so each path
 * has a method for either, or one that asks which was chosen.
 */
final class StreamChoice {

    private static final Map<String, Boolean> STREAMS_BY_DEFAULT =
            Map.of("/chat", false, "/conversation", true, "/rag/query", false);

    /** Without the strictness of {@link Json}, which reads the same bytes afterwards: this one only looks for a field. */
    private static final JsonFactory SCANNER = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(Json.CONSTRAINTS)
            .build();

    private StreamChoice() {}

    static boolean concerns(String method, String path) {
        return "POST".equals(method) && STREAMS_BY_DEFAULT.containsKey(path);
    }

    /**
     * The one media type to answer with. A body that is not JSON, or whose {@code stream} is not a boolean, gets JSON: the method
     * found that way refuses it.
     *
     * @param accept the Accept header, null for none. As text: reading it through the request would make the container keep the list
     *     of types that it had before the choice
     */
    static String mediaType(String path, Body body, String accept) {
        var wish = wish(body);
        boolean stream = switch (wish) {
            case VALUE_TRUE -> true;
            case NOT_AVAILABLE -> acceptsStream(accept) || STREAMS_BY_DEFAULT.get(path);
            default -> false;
        };
        return stream ? MediaType.SERVER_SENT_EVENTS : MediaType.APPLICATION_JSON;
    }

    private static boolean acceptsStream(String accept) {
        return accept != null
                && Arrays.stream(accept.split(","))
                        .map(type -> type.split(";", 2)[0].strip())
                        .anyMatch(MediaType.SERVER_SENT_EVENTS::equalsIgnoreCase);
    }

    /** The first token of the top-level field {@code stream}; NOT_AVAILABLE when it is absent or null, VALUE_FALSE for no JSON object. */
    private static JsonToken wish(Body body) {
        try (var json = body.parser(SCANNER)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return JsonToken.VALUE_FALSE;
            }
            for (String field; (field = json.nextFieldName()) != null; ) {
                var value = json.nextToken();
                if ("stream".equals(field)) {
                    return value == JsonToken.VALUE_NULL ? JsonToken.NOT_AVAILABLE : value;
                }
                json.skipChildren();
            }
            return JsonToken.NOT_AVAILABLE;
        } catch (JsonProcessingException malformed) {
            return JsonToken.VALUE_FALSE;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
