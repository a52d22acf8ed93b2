package dev.parley.responses;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.List;

/** Makes the refusals of this door, each of which names the parameter as the caller wrote it. */
final class Invalid {

    private Invalid() {}

    /** @param wrong goes on the sentence that the parameter's name begins: {@code must be a string} */
    static ApiException param(String param, String wrong) {
        return because(ErrorCode.INVALID_REQUEST, param, wrong);
    }

    /** {@code text}, which may be null, unless it has a character that databases and providers choke on. */
    static String plain(String param, String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw param(param, "must not contain the character U+0000");
        }
        return text;
    }

    static ApiException because(ErrorCode code, String param, String wrong) {
        return new ApiException(code, param + " " + wrong + ".", List.of(new FieldError(param, wrong)));
    }
}
