package dev.parley.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.problem.FieldError;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes commands of frames. */
final class CommandReader {

    private static final List<String> TYPES = List.of("response.create", "response.cancel", "response.steer");

    /** Members of a frame that are none of the body. */
    private static final Set<String> OURS = Set.of("type", "stream_id", "busy", "stream", "event_id");

    private CommandReader() {}

    /** @throws ApiException {@code INVALID_JSON}, {@code INVALID_REQUEST} naming the member */
    static JsonNode parse(String frame) {
        try {
            var parsed = Json.MAPPER.readTree(frame);
            if (parsed.isObject()) {
                return parsed;
            }
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
        throw new ApiException(ErrorCode.INVALID_REQUEST, "A frame must be a JSON object.");
    }

    /** The lane that a frame names, null for none and for a name that is none. */
    static String lane(JsonNode frame) {
        var lane = frame.path("stream_id").textValue();
        return Ids.isSafe(lane) ? lane : null;
    }

    /** @throws ApiException {@code INVALID_REQUEST} naming the member */
    static Command read(JsonNode frame) {
        var lane = text(frame, "stream_id");
        if (lane != null && !Ids.isSafe(lane)) {
            throw wrong("stream_id", "must have 1 to 128 letters, digits, dots, colons, dashes");
        }
        return switch (frame.path("type").asText()) {
            case "response.create" -> new Command.Create(lane, busy(text(frame, "busy")), body(frame));
            case "response.cancel" -> new Command.Cancel(lane, text(frame, "response_id"));
            case "response.steer" -> new Command.Steer(lane, text(frame, "previous_response_id"), input(frame));
            default -> throw wrong("type", "must be one of " + String.join(", ", TYPES));
        };
    }

    private static ObjectNode body(JsonNode frame) {
        ObjectNode body = frame.deepCopy();
        body.remove(OURS);
        return body;
    }

    private static JsonNode input(JsonNode frame) {
        var input = frame.path("input");
        if (input.isMissingNode() || input.isNull()) {
            throw wrong("input", "is required");
        }
        return input;
    }

    private static Command.Busy busy(String name) {
        if (name == null) {
            return Command.Busy.QUEUE;
        }
        for (var busy : Command.Busy.values()) {
            if (busy.name().toLowerCase(Locale.ROOT).equals(name)) {
                return busy;
            }
        }
        throw wrong("busy", "must be one of reject, queue, interrupt");
    }

    private static String text(JsonNode frame, String name) {
        var value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, "must be a string");
        }
        return value.textValue();
    }

    static ApiException wrong(String member, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, member + " " + what + ".", List.of(new FieldError(member, what)));
    }
}
