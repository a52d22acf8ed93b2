package dev.parley.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A body that Jackson could not read: 400 with line and column when it is not JSON, 422 with the JSON path when a value is of another
 * type than wanted. Neither shows any of the body.
 */
final class JsonFault {

    private JsonFault() {}

    static ApiException of(JsonProcessingException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ApiException ours -> {
                    return ours;
                }
                case InputCoercionException outOfRange -> {
                    return wrongType(thrown, outOfRange.getTargetType());
                }
                case StreamConstraintsException tooMuch -> {
                    return notJson(tooMuch, "nests too deeply or has too long a name or number");
                }
                case StreamReadException malformed -> {
                    return notJson(malformed, "is not valid JSON");
                }
                default -> {
                    // the cause may tell
                }
            }
        }
        return isTrailing(thrown) ? notJson(thrown, "goes on after its JSON") : wrongType(thrown, wanted(thrown));
    }

    /** Jackson has no type for it (2.23). */
    private static boolean isTrailing(JsonProcessingException thrown) {
        return thrown.getOriginalMessage().startsWith("Trailing token");
    }

    private static ApiException notJson(JsonProcessingException thrown, String what) {
        return new ApiException(ErrorCode.INVALID_JSON, "The body " + what + place(thrown.getLocation()) + ".", thrown);
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Class<?> wanted(JsonProcessingException thrown) {
        return thrown instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
    }

    private static ApiException wrongType(JsonProcessingException thrown, Class<?> wanted) {
        var path = thrown instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        var message = "must be " + WantedType.of(wanted);
        var detail = path.isEmpty() ? "The body " + message + "." : "The field " + path + " " + message + ".";
        return new ApiException(ErrorCode.INVALID_REQUEST, detail, List.of(new FieldError(path, message)));
    }

    /** {@code messages[0].content}. */
    private static String path(List<JsonMappingException.Reference> references) {
        var path = references.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
