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

    static ApiException because(ErrorCode code, String param, String wrong) {
        return new ApiException(code, param + " " + wrong + ".", List.of(new FieldError(param, wrong)));
    }
}
