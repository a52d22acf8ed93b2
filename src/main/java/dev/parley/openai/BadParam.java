package dev.parley.openai;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.List;

/** Makes the failure that names one wrong parameter. */
public final class BadParam {

    private BadParam() {}

    /**
     * @param param the JSON path, {@code messages[3].content} for example
     * @param what completes the sentence that begins with the path
     */
    public static ApiException of(String param, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, param + " " + what + ".", List.of(new FieldError(param, what)));
    }
}
